import type { Tracing } from '../../instrumentation/tracing.ts';
import { callService } from '../shared/call-service.ts';
import { apiPrefix } from '../shared/route.ts';
import type { Settings } from '../shared/settings.ts';

/** What Task Processing asks of the other services. All reject with HttpError when a service is away or too slow. */
export type Peers = {
  hasUser(userId: string): Promise<boolean>;
  /** Has a mail sent to the user; answers its notification's id. */
  mail(userId: string, subject: string, text: string): Promise<string>;
};

export function createPeers(tracing: Tracing, settings: Settings): Peers {
  return {
    async hasUser(userId) {
      const url = `${settings.userManagementUrl}${apiPrefix}/users/${userId}`;
      return (await callService(tracing, { name: 'user-management', url })) !== undefined;
    },
    async mail(userId, subject, text) {
      const answer = await callService(tracing, {
        name: 'notification',
        url: `${settings.notificationUrl}${apiPrefix}/notifications`,
        method: 'POST',
        body: { userId, subject, text },
        timeoutMs: 2_500,
      });
      if (typeof answer !== 'object' || answer === null || !('id' in answer))
        throw new Error('notification knows no such user');
      return String(answer.id);
    },
  };
}
