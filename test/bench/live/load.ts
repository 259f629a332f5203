import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export type Load = {
  readonly topic: string;
  readonly perSecond: number;
  readonly errorEvery: number;
  /** 3 where it is left out. */
  readonly services?: number;
};

/** Another process writes records at a steady rate until `stop`. */
export function startLoad(brokers: string, { topic, perSecond, errorEvery, services = 3 }: Load) {
  const program = fileURLToPath(new URL('../programs/steady-producer.ts', import.meta.url));
  const numbers = [perSecond, errorEvery, services].map(String);
  const child = spawn(process.execPath, [program, brokers, topic, ...numbers], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const printed = text(child.stdout);
  return {
    /** Records a second that were really written: fewer where the machine is busy with other work. */
    async stop(): Promise<number> {
      child.stdin.end();
      return Number(await printed);
    },
  };
}
