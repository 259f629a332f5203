import { randomUUID } from 'node:crypto';
import type { Pool } from '../shared/database.ts';
import type { Work } from './work.ts';

export type TaskStatus = 'queued' | 'running' | 'done' | 'failed' | 'timed-out' | 'cancelled';

/** A task as clients see it. Times are ISO 8601. */
export type Task = Work & {
  readonly id: string;
  readonly userId: string;
  readonly status: TaskStatus;
  readonly result: unknown;
  readonly error: string | null;
  readonly createdAt: string;
  readonly changedAt: string;
};

/** A task in the hands of a worker. */
export type ClaimedTask = Task & { readonly traceparent: string | null };

export type TaskFilter = {
  readonly userId?: string;
  readonly status?: TaskStatus;
  readonly limit: number;
};

export type Outcome = {
  readonly status: 'done' | 'failed' | 'timed-out';
  readonly result?: unknown;
  readonly error?: string;
};

export type Tasks = {
  add(userId: string, work: Work, traceparent: string | undefined): Promise<Task>;
  find(id: string): Promise<Task | undefined>;
  /** Newest first. */
  list(filter: TaskFilter): Promise<readonly Task[]>;
  /** Cancels a task that has not ended yet; answers it as it is then, `undefined` for one that is not known. */
  cancel(id: string): Promise<{ readonly task: Task; readonly cancelled: boolean } | undefined>;
  /** Takes up to `count` tasks to do, the oldest first; also such as a worker took a minute ago and never finished. */
  claim(count: number): Promise<readonly ClaimedTask[]>;
  /** Does nothing to a task that was cancelled meanwhile. */
  finish(id: string, outcome: Outcome): Promise<void>;
};

const columns = `id, user_id AS "userId", kind, input, status, result, error,
  created_at AS "createdAt", changed_at AS "changedAt"`;

export function createTasks(database: Pool): Tasks {
  const find = async (id: string) => {
    const { rows } = await database.query<Task>(`SELECT ${columns} FROM tasks WHERE id = $1`, [id]); // primary key
    return rows[0];
  };
  return {
    find,
    async add(userId, { kind, input }, traceparent) {
      const { rows } = await database.query<Task>(
        `INSERT INTO tasks (id, user_id, kind, input, traceparent) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
        [randomUUID(), userId, kind, JSON.stringify(input), traceparent],
      );
      const [task] = rows;
      if (task === undefined) throw new Error('INSERT … RETURNING answered no row');
      return task;
    },
    async list({ userId, status, limit }) {
      const { rows } = await database.query<Task>(
        // tasks_user_id for one user's, tasks_created_at for all
        `SELECT ${columns} FROM tasks
         WHERE ($1::uuid IS NULL OR user_id = $1) AND ($2::text IS NULL OR status = $2)
         ORDER BY created_at DESC LIMIT $3`,
        [userId, status, limit],
      );
      return rows;
    },
    async cancel(id) {
      const { rows } = await database.query<Task>(
        `UPDATE tasks SET status = 'cancelled', changed_at = clock_timestamp()
         WHERE id = $1 AND status IN ('queued', 'running') RETURNING ${columns}`,
        [id],
      );
      if (rows[0] !== undefined) return { task: rows[0], cancelled: true };
      const task = await find(id);
      return task && { task, cancelled: false };
    },
    async claim(count) {
      const { rows } = await database.query<ClaimedTask>(
        // tasks_open; SKIP LOCKED lets workers take different ones instead of waiting for each other
        `UPDATE tasks SET status = 'running', changed_at = clock_timestamp()
         WHERE id IN (
           SELECT id FROM tasks
           WHERE status = 'queued' OR (status = 'running' AND changed_at < clock_timestamp() - interval '1 minute')
           ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )
         RETURNING ${columns}, traceparent`,
        [count],
      );
      return rows;
    },
    async finish(id, { status, result, error }) {
      await database.query(
        `UPDATE tasks SET status = $2, result = $3, error = $4, changed_at = clock_timestamp()
         WHERE id = $1 AND status = 'running'`,
        [id, status, result === undefined ? null : JSON.stringify(result), error],
      );
    },
  };
}
