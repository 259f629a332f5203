import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../instrumentation/create-logger.ts';
import type { Tracing } from '../../instrumentation/tracing.ts';
import type { Cache } from '../shared/cache.ts';
import { messageOf } from '../shared/message-of.ts';
import type { Peers } from './peers.ts';
import type { ClaimedTask, Outcome, Tasks } from './tasks.ts';
import { doWork } from './work.ts';

export type WorkerParts = {
  readonly tasks: Tasks;
  readonly peers: Peers;
  readonly cache: Cache;
  readonly log: Logger;
  readonly tracing: Tracing;
  /** Time that a task may take. */
  readonly timeoutMs: number;
};

const slots = 8;
const idleMs = 200;
const failedMs = 1_000;

/** Carries out tasks, eight at a time, until `signal` aborts; those under way are finished. */
export async function runWorker(parts: WorkerParts, signal: AbortSignal): Promise<void> {
  const { tasks, log } = parts;
  const underWay = new Set<Promise<void>>();
  while (!signal.aborted) {
    let waitMs = idleMs;
    try {
      for (const task of await tasks.claim(slots - underWay.size)) {
        const running = carryOut(task, parts).finally(() => underWay.delete(running));
        underWay.add(running);
      }
    } catch (error) {
      log.error(error, 'The worker can not take tasks');
      waitMs = failedMs;
    }
    const pause = sleep(waitMs, undefined, { signal }).catch(() => {}); // only an abort rejects
    await (underWay.size === slots ? Promise.race(underWay) : pause);
  }
  await Promise.all(underWay);
}

/** Runs one task in the trace of the request that asked for it. Never rejects. */
function carryOut(task: ClaimedTask, parts: WorkerParts): Promise<void> {
  const { tasks, cache, log, tracing } = parts;
  return tracing.within(tracing.begin(task.traceparent ?? undefined), async () => {
    try {
      await tasks.finish(task.id, await outcomeOf(task, parts));
    } catch (error) {
      const about = { task_id: task.id, exception: error };
      log.error(about, 'The outcome of a task could not be stored; it will be run again');
    }
    await cache.forget(`task:${task.id}`);
  });
}

async function outcomeOf(task: ClaimedTask, { peers, log, timeoutMs }: WorkerParts): Promise<Outcome> {
  const timeUp = AbortSignal.timeout(timeoutMs);
  const about = { task_id: task.id };
  try {
    const result = await doWork(task, task.userId, peers, timeUp);
    log.info(about, `${task.kind} task is done`);
    return { status: 'done', result };
  } catch (error) {
    if (timeUp.aborted) {
      log.error({ ...about, exception: error }, `${task.kind} task did not end within ${timeoutMs} ms`);
      return { status: 'timed-out', error: `It did not end within ${timeoutMs} ms.` };
    }
    const reason = messageOf(error);
    log.error({ ...about, exception: error }, `${task.kind} task failed: ${reason}`);
    return { status: 'failed', error: reason };
  }
}
