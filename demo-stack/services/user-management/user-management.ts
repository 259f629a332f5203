import { createCache } from '../shared/cache.ts';
import { limitRate } from '../shared/rate-limit.ts';
import type { ServiceDescription } from '../shared/run-service.ts';
import { addAccountRoutes } from './account-routes.ts';
import { relayOutbox } from './outbox.ts';
import { addProfileRoutes } from './profile-routes.ts';
import { createSessions } from './sessions.ts';
import { createUsers } from './users.ts';

const cacheSeconds = 5;

/** User Management: accounts, sessions and profiles. @param profileColumns - What this release reads of a user. */
export function describeUserManagement(
  version: string,
  profileColumns: readonly string[],
): ServiceDescription {
  return {
    name: 'user-management',
    version,
    port: 5001,
    description: 'Registers users, logs them in and out, and keeps their profiles.',
    migrations: new URL('./migrations', import.meta.url),
    async build({ settings, log, tracing, kafka, database, redis, web, signal }) {
      const users = createUsers(database, profileColumns);
      const sessions = createSessions(redis);
      const limit = limitRate(redis, 'password', settings.rateLimitPerMinute);
      addAccountRoutes(web, { users, sessions, limit, log, tracing, topic: settings.registrationTopic });
      addProfileRoutes(web, { users, sessions, cache: createCache(redis, cacheSeconds) });
      return { background: [relayOutbox(database, kafka, log, signal)], checks: {} };
    },
  };
}
