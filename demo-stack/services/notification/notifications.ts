import { randomUUID } from 'node:crypto';
import type { Pool } from '../shared/database.ts';
import { messageOf } from '../shared/message-of.ts';
import type { Mailer } from './mailer.ts';

export type NotificationStatus = 'sent' | 'failed';

/** A mail that was sent, or that could not be. `createdAt` is ISO 8601. */
export type Notification = {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly subject: string;
  readonly status: NotificationStatus;
  readonly error: string | null;
  readonly createdAt: string;
};

export type Message = {
  readonly userId: string;
  readonly email: string;
  readonly subject: string;
  readonly text: string;
  /** Of one event only one mail is sent. */
  readonly eventId?: string;
};

export type NotificationFilter = {
  readonly userId?: string;
  readonly status?: NotificationStatus;
  readonly limit: number;
};

/** What became of a message; `failure` is why the mail could not be sent. */
export type Sending = { readonly notification: Notification; readonly failure?: unknown };

export type Notifications = {
  /** Sends the mail and keeps what became of it; `undefined` for an event that was dealt with before. */
  send(message: Message): Promise<Sending | undefined>;
  /** Newest first. */
  list(filter: NotificationFilter): Promise<readonly Notification[]>;
};

const columns = 'id, user_id AS "userId", email, subject, status, error, created_at AS "createdAt"';

export function createNotifications(database: Pool, mailer: Mailer): Notifications {
  const isKnown = async (eventId: string) => {
    const { rowCount } = await database.query('SELECT FROM notifications WHERE event_id = $1', [eventId]); // its UNIQUE
    return rowCount === 1;
  };
  return {
    async send({ userId, email, subject, text, eventId }) {
      if (eventId !== undefined && (await isKnown(eventId))) return undefined;
      const failure: unknown = await mailer.send({ to: email, subject, text }).catch((error) => error);
      const status: NotificationStatus = failure === undefined ? 'sent' : 'failed';
      const reason = failure === undefined ? null : messageOf(failure);
      const { rows } = await database.query<Notification>(
        `INSERT INTO notifications (id, event_id, user_id, email, subject, status, error)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (event_id) DO NOTHING
         RETURNING ${columns}`,
        [randomUUID(), eventId, userId, email, subject, status, reason],
      );
      const [notification] = rows;
      if (notification === undefined) return undefined;
      return failure === undefined ? { notification } : { notification, failure };
    },
    async list({ userId, status, limit }) {
      const { rows } = await database.query<Notification>(
        // notifications_user_id for one user's, notifications_created_at for all
        `SELECT ${columns} FROM notifications
         WHERE ($1::uuid IS NULL OR user_id = $1) AND ($2::text IS NULL OR status = $2)
         ORDER BY created_at DESC LIMIT $3`,
        [userId, status, limit],
      );
      return rows;
    },
  };
}
