import { createCache } from '../shared/cache.ts';
import { runService } from '../shared/run-service.ts';
import { consumeRegistrations } from './consume-registrations.ts';
import { createMailer } from './mailer.ts';
import { addNotificationRoutes } from './notification-routes.ts';
import { createNotifications } from './notifications.ts';

const cacheSeconds = 2;

await runService({
  name: 'notification',
  version: '1.1.0',
  port: 5003,
  description: 'Sends mails: a welcome for each registration, and whatever another service asks for.',
  migrations: new URL('./migrations', import.meta.url),
  async build({ settings, log, tracing, kafka, database, redis, web, topicsReady, signal }) {
    const mailer = createMailer(settings.smtpUrl);
    const notifications = createNotifications(database, mailer);
    const { userManagementUrl, registrationTopic } = settings;
    addNotificationRoutes(web, {
      notifications,
      tracing,
      userManagementUrl,
      cache: createCache(redis, cacheSeconds),
    });
    const consuming = topicsReady.then(() =>
      consumeRegistrations(kafka, registrationTopic, { notifications, log, tracing }, signal),
    );
    return { background: [consuming.finally(mailer.close)], checks: { smtp: mailer.check } };
  },
});
