import { setTimeout as sleep } from 'node:timers/promises';
import { countRecords } from './count-records.ts';
import { createTally } from './demo-tally.ts';
import { type ServerProgress, type Servers, startServers } from './infra/start-servers.ts';
import { type Monitor, openMonitor, watchHeadless } from './open-monitor.ts';
import type { ScenarioName, Stage } from './scenarios/scenarios.ts';
import { type RunningWorld, startWorld } from './start-world.ts';
import { clock, createStory } from './story.ts';

const reportWithinMs = 15_000;

export type DemoOptions = {
  readonly scenario: ScenarioName;
  /** Requests per second. */
  readonly rate: number;
  /** How long it runs where there is no terminal. */
  readonly seconds: number;
  readonly seed: number;
  /** Servers, services and traffic only, until a signal. */
  readonly keep: boolean;
};

/**
 * Runs the demo until the monitor ends, or a signal, or the time is up; then nothing of it is left.
 *
 * @returns The monitor's exit code; without a terminal 1 where errors that were written were not reported.
 * @throws MonitorError when a server or a service can't be started.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  // No handlers before this is done: Ctrl-C then ends us as it ends any program, and the servers end with us.
  const servers = await startServers({ onProgress: printProgress });
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  try {
    const run = options.keep
      ? keepRunning
      : process.stdin.isTTY && process.stdout.isTTY
        ? runLive
        : runHeadless;
    return await run(options, servers, ending);
  } finally {
    ending.abort();
    await servers.stop();
  }
}

/** The screen. Ctrl-C is the monitor's: a terminal sends it to both of us, and it decides when to end. */
async function runLive(options: DemoOptions, servers: Servers, ending: AbortController): Promise<number> {
  process.on('SIGINT', () => {});
  const story = createStory(
    (text) => void process.stdout.write(text),
    () => new Date(),
  );
  const world = await open(options, servers, story.stage, ending);
  const monitor = openMonitor(servers, 'inherit');
  ending.signal.addEventListener('abort', () => monitor.end());
  await servers.adopt(monitor.pid);
  const code = await monitor.ended;
  ending.abort();
  process.stdout.write(`What was broken, and when:
${story.end()}${requestsMade(world)}
The past goes with the servers, which end now. To try query, replay and more on it: npm run demo -- --keep
`);
  await close(world);
  return code;
}

/** No screen: compares what was written with what the monitor reported of it. */
async function runHeadless(options: DemoOptions, servers: Servers, ending: AbortController): Promise<number> {
  process.on('SIGINT', () => ending.abort());
  const tally = createTally();
  const world = await open(options, servers, printStage, ending);
  const monitor = openMonitor(servers, 'pipe');
  await servers.adopt(monitor.pid);
  const reading = watchHeadless(monitor, tally.reported);
  const timeUp = sleep(options.seconds * 1_000, undefined, { signal: ending.signal }).catch(() => {});
  await Promise.race([timeUp, monitor.ended]);

  ending.abort();
  await close(world);
  const written = await countRecords(world.kafka, world.logsBefore);
  await untilReported(() => tally.complete(written), monitor);
  monitor.end();
  const code = await monitor.ended;
  await reading;
  process.stdout.write(`${requestsMade(world)}\n${tally.summary(written)}`);
  return code === 0 && !tally.complete(written) ? 1 : code;
}

async function keepRunning(options: DemoOptions, servers: Servers, ending: AbortController): Promise<number> {
  process.on('SIGINT', () => ending.abort());
  const world = await open(options, servers, printStage, ending);
  const { services, smtpUrl } = world;
  process.stdout.write(`
export KAFKA_BROKERS='${servers.brokers}'
export DATABASE_URL='${servers.databaseUrl}'
export REDIS_URL='${servers.redisUrl}'

User Management   ${services['user-management'].url()}/docs
Task Processing   ${services['task-processing'].url()}/docs
Notification      ${services.notification.url()}/docs
Mail server       ${smtpUrl}

Paste the three lines into other terminals, in this folder. Then, for example:
  npx esm-monitor watch --from earliest     the screen, with all that was written so far
  npx esm-monitor query incidents           and resolve, replay, doctor: once watch has stored something
  npx esm-monitor watch --http :5004        REST, Prometheus and Grafana's questions at http://127.0.0.1:5004
The servers, the services and the traffic run until Ctrl-C.
`);
  await world.ended;
  await close(world);
  return 0;
}

/** Starts services and traffic; aborts `ending` itself when they can't go on. */
async function open(
  options: DemoOptions,
  servers: Servers,
  onStage: (stage: Stage) => void,
  ending: AbortController,
): Promise<RunningWorld> {
  const since = performance.now();
  process.stderr.write('  Services     starting\n');
  const world = await startWorld(servers, { ...options, onStage }, ending.signal);
  process.stderr.write(`  Services     ready after ${((performance.now() - since) / 1_000).toFixed(1)} s\n`);
  world.ended.catch(() => ending.abort()); // whoever waits for it hears of it
  return world;
}

async function close(world: RunningWorld): Promise<void> {
  try {
    await world.ended;
  } finally {
    await world.stop();
  }
}

async function untilReported(complete: () => boolean, monitor: Monitor): Promise<void> {
  const deadline = Date.now() + reportWithinMs;
  while (!complete() && Date.now() < deadline && monitor.running()) await sleep(50);
}

function printStage({ says }: Stage): void {
  process.stderr.write(`  ${clock(new Date())}     ${says}\n`);
}

function requestsMade(world: RunningWorld): string {
  const { requests, failed } = world.counts();
  return `${requests} requests made, ${failed} of them failed`;
}

function printProgress({ server, state, tookMs }: ServerProgress): void {
  const names = { kafka: 'Apache Kafka', postgres: 'PostgreSQL', redis: 'Redis' };
  const said = {
    starting: 'starting',
    ready: `ready after ${(tookMs / 1_000).toFixed(1)} s`,
    given: 'as the environment says',
  };
  process.stderr.write(`  ${names[server].padEnd(12)} ${said[state]}\n`);
}
