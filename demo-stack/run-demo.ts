import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka } from '../src/kafka/client.ts';
import { createTally } from './demo-tally.ts';
import { type ServerProgress, type Servers, startServers } from './infra/start-servers.ts';
import { type Monitor, openMonitor, watchHeadless } from './open-monitor.ts';
import type { LogRecord } from './traffic/log-record.ts';
import type { ScenarioName } from './traffic/scenarios.ts';
import { createLogTopics, sendTraffic } from './traffic/send-traffic.ts';

const partitions = 6;
const reportWithinMs = 15_000;

export type DemoOptions = {
  readonly scenario: ScenarioName;
  /** Records per second. */
  readonly rate: number;
  /** How long it runs where there is no terminal. */
  readonly seconds: number;
  readonly seed: number;
  /** Servers and traffic only, until a signal. */
  readonly keep: boolean;
};

/**
 * Runs the demo until the monitor ends, or a signal, or the time is up; then nothing of it is left.
 *
 * @returns The monitor's exit code; without a terminal 1 where errors that were written were not reported.
 * @throws MonitorError when a server can't be started.
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
  const traffic = await startTraffic(options, servers, () => {}, ending);
  const monitor = openMonitor(servers, 'inherit');
  ending.signal.addEventListener('abort', () => monitor.end());
  await servers.adopt(monitor.pid);
  const code = await monitor.ended;
  ending.abort();
  await traffic.ended;
  return code;
}

/** No screen: counts what was written and what the monitor reported of it. */
async function runHeadless(options: DemoOptions, servers: Servers, ending: AbortController): Promise<number> {
  process.on('SIGINT', () => ending.abort());
  const tally = createTally();
  const traffic = await startTraffic(options, servers, tally.written, ending);
  const monitor = openMonitor(servers, 'pipe');
  await servers.adopt(monitor.pid);
  const reading = watchHeadless(monitor, tally.reported);
  const timeUp = sleep(options.seconds * 1_000, undefined, { signal: ending.signal }).catch(() => {});
  await Promise.race([timeUp, monitor.ended]);

  ending.abort();
  await traffic.ended;
  await untilReported(tally.complete, monitor);
  monitor.end();
  const code = await monitor.ended;
  await reading;
  process.stdout.write(tally.summary());
  return code === 0 && !tally.complete() ? 1 : code;
}

async function keepRunning(options: DemoOptions, servers: Servers, ending: AbortController): Promise<number> {
  process.on('SIGINT', () => ending.abort());
  const traffic = await startTraffic(options, servers, () => {}, ending);
  process.stdout.write(`
export KAFKA_BROKERS='${servers.brokers}'
export DATABASE_URL='${servers.databaseUrl}'
export REDIS_URL='${servers.redisUrl}'

Set these in other terminals, for example for: node bin/esm-monitor.js watch
The servers and the traffic run until Ctrl-C.
`);
  await traffic.ended;
  return 0;
}

type RunningTraffic = {
  /** Ends with the traffic; rejects when Kafka does not take it any more. */
  readonly ended: Promise<void>;
};

/** Creates the topics and lets the services write until `ending` aborts; aborts it itself when they can't any more. */
async function startTraffic(
  options: DemoOptions,
  servers: Servers,
  onSent: (records: readonly LogRecord[]) => void,
  ending: AbortController,
): Promise<RunningTraffic> {
  const kafka = createKafka({ brokers: servers.brokers.split(','), clientId: 'demo-services' });
  await createLogTopics(kafka, partitions);
  const { scenario, rate: ratePerSecond, seed } = options;
  const ended = sendTraffic(kafka, { scenario, ratePerSecond, seed, onSent }, ending.signal).finally(() =>
    ending.abort(),
  );
  ended.catch(() => {}); // whoever waits for it hears of it; until then it is no unhandled rejection
  return { ended };
}

async function untilReported(complete: () => boolean, monitor: Monitor): Promise<void> {
  const deadline = Date.now() + reportWithinMs;
  while (!complete() && Date.now() < deadline && monitor.running()) await sleep(50);
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
