import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Load = { readonly topic: string; readonly perSecond: number; readonly errorEvery: number };

/** Another process writes records at a steady rate until `stop`. */
export function startLoad(brokers: string, { topic, perSecond, errorEvery }: Load) {
  const program = fileURLToPath(new URL('../programs/steady-producer.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=TimeoutNegativeWarning',
      program,
      brokers,
      topic,
      String(perSecond),
      String(errorEvery),
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'exit');
  return {
    async stop(): Promise<void> {
      child.stdin.end();
      await exited;
    },
  };
}
