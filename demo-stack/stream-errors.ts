import yargs from 'yargs';
import { MonitorError } from '../src/errors.ts';
import { createKafka } from '../src/kafka/client.ts';
import { scenarioNames } from './traffic/scenarios.ts';
import { createLogTopics, sendTraffic } from './traffic/send-traffic.ts';

const partitions = 6;
const options = await yargs(process.argv.slice(2))
  .scriptName('npm run demo:errors --')
  .usage(
    '$0\n\nStreams made-up log records of three Python services to a Kafka that runs already, until Ctrl-C.',
  )
  .options({
    brokers: {
      type: 'string',
      requiresArg: true,
      default: process.env.KAFKA_BROKERS || 'localhost:9092',
      describe: 'Kafka brokers, host:port, comma-separated [environment: KAFKA_BROKERS]',
    },
    scenario: { choices: scenarioNames, default: 'storm' as const, describe: 'What the records tell of' },
    rate: { type: 'number', requiresArg: true, default: 20, describe: 'Records per second, more in a storm' },
    seconds: { type: 'number', requiresArg: true, describe: 'End after so long' },
    seed: { type: 'number', requiresArg: true, default: 1, describe: 'The same seed gives the same records' },
  })
  .check(({ rate, seconds, seed }) => {
    if (!(rate > 0 && rate <= 100_000)) throw new Error('--rate takes a number up to 100000');
    if (seconds !== undefined && !(seconds > 0)) throw new Error('--seconds takes a number above 0');
    if (!Number.isInteger(seed)) throw new Error('--seed takes a whole number');
    return true;
  })
  .example('$0 --brokers kafka:9092 --seconds 30', 'half a minute of trouble')
  .strict()
  .version(false)
  .alias('h', 'help')
  .wrap(110)
  .parse();

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
const timeUp =
  options.seconds === undefined ? undefined : setTimeout(() => ending.abort(), options.seconds * 1_000);
let sent = 0;
try {
  const { brokers, scenario, rate: ratePerSecond, seed } = options;
  const kafka = createKafka({ brokers: brokers.split(','), clientId: 'demo-errors' });
  await createLogTopics(kafka, partitions).catch((cause) => {
    throw new MonitorError(
      'KAFKA_UNREACHABLE',
      `No broker answered at ${brokers}.`,
      'Check --brokers, or start the demo: npm run demo -- --keep',
      { cause },
    );
  });
  const onSent = (records: readonly unknown[]) => {
    sent += records.length;
  };
  await sendTraffic(kafka, { scenario, ratePerSecond, seed, onSent }, ending.signal);
  process.stdout.write(`${sent} records sent\n`);
} catch (error) {
  if (!(error instanceof MonitorError)) throw error;
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  process.exitCode = error.exitCode;
} finally {
  clearTimeout(timeUp);
}
