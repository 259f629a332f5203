import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Kafka } from 'kafkajs';
import { createTopic } from '../fill-topic.ts';
import type { Addresses } from '../measure-monitor.ts';
import type { Row } from '../print-rows.ts';
import { asMs, atMost } from '../rows.ts';
import { cli, environment, startScreen } from './a-monitor.ts';
import { percentiles } from './markers.ts';
import { createWatcher } from './measure.ts';

const topic = 'bench-start';
const turns = 10;

/** How long a person waits for the help, and for the first picture; the middle of ten turns each. */
export async function startUp(kafka: Kafka, servers: Addresses): Promise<readonly Row[]> {
  await createTopic(kafka, topic);
  const help = await middle(async () => {
    await promisify(execFile)(cli, ['--help'], { env: environment(servers) });
  });
  const frame = await middle(async () => {
    const watcher = createWatcher();
    const shown = watcher.shows('1 Feed');
    const monitor = startScreen(servers, ['--topics', topic, '--group', 'bench-start'], watcher.read);
    await shown;
    return monitor.stop;
  });
  return [
    atMost('start: --help', help, 150, asMs),
    atMost('start: first frame of watch, servers up', frame, 700, asMs),
  ];
}

/** @param task - Answers what to do afterwards, which is not measured. */
async function middle(task: () => Promise<(() => Promise<void>) | undefined | void>): Promise<number> {
  const found: number[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    const start = performance.now();
    const after = await task();
    if (turn > 0) found.push(performance.now() - start); // the first one fills caches
    await after?.();
  }
  return percentiles(found).p50;
}
