import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MonitorError } from '../../src/errors.ts';
import type { Answer, Ended, GuardianOrders, ProcessSpec, Request } from './guardian-messages.ts';

type Question = Request extends infer Each ? (Each extends Request ? Omit<Each, 'id'> : never) : never;

/** Processes held by a guardian: they end when this process ends, even by `kill -9`. */
export type GuardedProcesses = {
  /** The guardian's own pid. */
  readonly pid: number;
  /** Starts a process and answers its pid. */
  start(name: string, spec: ProcessSpec): Promise<number>;
  signal(name: string, signal: NodeJS.Signals): Promise<void>;
  /** Ends one process cleanly, by force after 10 s. */
  end(name: string): Promise<void>;
  /** Lets a process of this one's own end with it too: SIGTERM, then SIGKILL after 10 s. */
  adopt(pid: number): Promise<void>;
  /** How the named process ended last, or `undefined` while it runs. */
  howEnded(name: string): string | undefined;
  /** Ends everything, removes what the orders say, and waits until the guardian itself is gone. */
  close(): Promise<void>;
};

/** Starts a guardian. It keeps this process alive until `close`. */
export async function startGuardian(orders: GuardianOrders, logFile: string): Promise<GuardedProcesses> {
  const program = fileURLToPath(new URL('./guardian.ts', import.meta.url));
  const log = await open(logFile, 'a');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, JSON.stringify(orders)],
    {
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  await log.close();

  const waiting = new Map<number, (answer: Answer) => void>();
  const ended = new Map<string, string>();
  let lastId = 0;
  child.on('message', (message: Answer | Ended) => {
    if ('ended' in message) ended.set(message.ended, message.how);
    else waiting.get(message.id)?.(message);
  });
  child.once('disconnect', () => {
    for (const [id, answer] of waiting) answer({ id, error: 'the process that holds the servers has ended' });
  });

  const ask = async (question: Question): Promise<number> => {
    lastId += 1;
    const id = lastId;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      child.send({ ...question, id }, (error) => error && resolve({ id, error: error.message }));
    });
    waiting.delete(id);
    if ('error' in answer)
      throw new MonitorError('KAFKA_FAILED', `A server process failed: ${answer.error}.`, logHint(logFile));
    return answer.pid;
  };

  return {
    pid: child.pid ?? 0,
    start: (name, spec) => {
      ended.delete(name);
      return ask({ ask: 'start', name, spec });
    },
    signal: async (name, signal) => void (await ask({ ask: 'signal', name, signal })),
    end: async (name) => void (await ask({ ask: 'end', name })),
    adopt: async (pid) => void (await ask({ ask: 'adopt', pid })),
    howEnded: (name) => ended.get(name),
    close: async () => {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

function logHint(logFile: string): string {
  return `Its log is ${logFile}.`;
}
