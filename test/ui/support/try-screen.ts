// Shows the screen with random errors, without any server: npm run build && npx node test/ui/support/try-screen.ts [errors/s] [quiet|lost|empty|many]
// React draws twice as fast in its production form, which it takes when it is loaded.
process.env.NODE_ENV = 'production';

import type { Health } from '../../../src/health.ts';
import { aHealth, aLink, anError, aPartition, aStoredBatch } from '../../support/builders.ts';
import { aRandomBatch } from './random-batch.ts';

// Node runs .ts but no .tsx: the screen comes from the build, its types from the source.
const built = (path: string): string => new URL(`../../../dist/ui/${path}.js`, import.meta.url).href;
const { createFeed }: typeof import('../../../src/ui/state/feed.ts') = await import(built('state/feed'));
const { createPast }: typeof import('../../../src/ui/state/past.ts') = await import(built('state/past'));
const { renderWatch }: typeof import('../../../src/ui/render-watch.tsx') = await import(
  built('render-watch')
);

const [perSecond = '20', scene = 'live'] = process.argv.slice(2);
const started = Date.now();
const feed = createFeed();
let offset = 0n;

const health = (): Health => {
  const kafka =
    scene === 'lost' && Date.now() - started > 4_000
      ? aLink({
          state: 'down',
          since: started + 4_000,
          detail: 'No broker answered at localhost:9092.',
          attempts: 4,
        })
      : aLink({ since: started });
  const partitions = Array.from({ length: 6 }, (_, partition) =>
    aPartition({ partition, position: offset, end: offset + BigInt(Math.floor(Math.random() * 5)) }),
  );
  return aHealth({
    kafka,
    partitions,
    postgres: aLink({ since: started }),
    redis: aLink({ since: started }),
  });
};

if (scene === 'many') {
  for (let index = 0; index < 1_000; index += 1) {
    feed.push(aStoredBatch({ errors: [anError({ service: `service-${index}`, incident: `${index}` })] }));
  }
}

const source = setInterval(() => {
  if (scene === 'empty' || (scene !== 'live' && scene !== 'many' && Date.now() - started > 4_000)) return;
  const count = Math.max(1, Math.round(Number(perSecond) / 20));
  feed.push(aRandomBatch(count, offset, Date.now()));
  offset += BigInt(count);
}, 50);

let warm = { cpu: process.cpuUsage(), at: started };
setTimeout(() => {
  warm = { cpu: process.cpuUsage(), at: Date.now() };
}, 5_000).unref();

const noNeighbours = async () => ({ low: 0n, high: 0n, neighbours: [] });
let asked = 0;
const screen = renderWatch({
  ...{ feed, past: createPast(), triage: () => undefined, by: 'tester', readNeighbours: noNeighbours },
  health,
  screenReader: process.env.INK_SCREEN_READER === 'true',
  mouse: process.env.ESM_MOUSE === '1',
  onQuit: () => {
    asked += 1;
    if (asked > 1) process.exit(130);
    setTimeout(() => screen.close(), 500);
  },
});
await screen.done;
clearInterval(source);
const { user, system } = process.cpuUsage(warm.cpu);
const percent = ((user + system) / 10 / (Date.now() - warm.at)).toFixed(1);
const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
process.stderr.write(`CPU ${percent} % of a core after the first 5 s, ${megabytes} MiB\n`);
