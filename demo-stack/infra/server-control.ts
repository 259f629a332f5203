import { setTimeout as sleep } from 'node:timers/promises';
import { MonitorError } from '../../src/errors.ts';
import type { GuardedProcesses } from './guarded-processes.ts';
import type { ServerPlan } from './server-plan.ts';

const pollMs = 25;
const readyTimeoutMs = 60_000;
const startsAfterEnd = 20;

/** One running server, for tests that make it fail. All methods wait until what they do has happened. */
export type ServerControl = {
  /** The pid of the process that runs now, or ran last. */
  pid(): number;
  /** Starts it again on the same port with the same data, once it has ended; waits until it answers. */
  start(): Promise<void>;
  /** Shuts it down cleanly. */
  stop(): Promise<void>;
  /** Ends it at once, as `kill -9` does. */
  kill(): Promise<void>;
  /** SIGSTOP: it keeps its port and connections and answers nothing. */
  pause(): Promise<void>;
  /** SIGCONT. */
  resume(): Promise<void>;
  /** Sends any signal, for example SIGQUIT for PostgreSQL's immediate shutdown. */
  signal(signal: NodeJS.Signals): Promise<void>;
};

/** Runs `plan` under the guardian and waits until the server answers. */
export async function runServer(plan: ServerPlan, guardian: GuardedProcesses): Promise<ServerControl> {
  const { name, spec } = plan;
  let pid = 0;

  const start = async () => {
    const deadline = Date.now() + readyTimeoutMs;
    pid = await guardian.start(name, spec);
    let ends = 0;
    while (!(await plan.ready())) {
      if (guardian.howEnded(name) !== undefined) {
        // After kill -9 the last of PostgreSQL's children may still hold its memory, and Kafka's port its number.
        ends += 1;
        if (ends > startsAfterEnd || Date.now() > deadline) throw notStarted(plan, guardian.howEnded(name));
        await sleep(pollMs * ends);
        pid = await guardian.start(name, spec);
      }
      if (Date.now() > deadline) throw notStarted(plan, 'no answer within a minute');
      await sleep(pollMs);
    }
  };
  const untilEnded = async () => {
    while (guardian.howEnded(name) === undefined) await sleep(5);
  };

  await start();
  return {
    pid: () => pid,
    start: async () => {
      await untilEnded(); // two of one name could not both be ended
      await start();
    },
    stop: () => guardian.end(name),
    kill: async () => {
      await guardian.signal(name, 'SIGKILL');
      await untilEnded();
    },
    pause: () => guardian.signal(name, 'SIGSTOP'),
    resume: () => guardian.signal(name, 'SIGCONT'),
    signal: (signal) => guardian.signal(name, signal),
  };
}

const codeOf = { kafka: 'KAFKA_FAILED', postgres: 'POSTGRES_FAILED', redis: 'REDIS_UNREACHABLE' } as const;

function notStarted(plan: ServerPlan, how: string | undefined): MonitorError {
  return new MonitorError(
    codeOf[plan.name],
    `The ${plan.name} server does not start (${how ?? 'unknown'}).`,
    `Its log is ${plan.spec.logFile}.`,
  );
}
