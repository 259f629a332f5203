import yargs from 'yargs';
import { MonitorError } from '../src/errors.ts';
import { runDemo } from './run-demo.ts';
import { scenarioNames } from './scenarios/scenarios.ts';

const options = await yargs(process.argv.slice(2))
  .scriptName('npm run demo --')
  .usage(
    '$0\n\nStarts Apache Kafka, PostgreSQL and Redis on this machine, runs three services that people use and that\nbreak, and opens the monitor.\nServers given by KAFKA_BROKERS, DATABASE_URL or REDIS_URL are used instead of started.',
  )
  .options({
    scenario: { choices: scenarioNames, default: 'tour' as const, describe: 'What happens to the services' },
    rate: {
      type: 'number',
      requiresArg: true,
      default: 15,
      describe: 'Requests per second, more in a storm',
    },
    seconds: {
      type: 'number',
      requiresArg: true,
      default: 20,
      describe: 'Without a terminal: end after so long',
    },
    seed: {
      type: 'number',
      requiresArg: true,
      default: 1,
      describe: 'The same seed makes people do the same things',
    },
    keep: { type: 'boolean', default: false, describe: 'No monitor: print all addresses, run until Ctrl-C' },
  })
  .check(({ rate, seconds, seed }) => {
    if (!(rate > 0 && rate <= 1_000)) throw new Error('--rate takes a number up to 1000');
    if (!(seconds > 0)) throw new Error('--seconds takes a number above 0');
    if (!Number.isInteger(seed)) throw new Error('--seed takes a whole number');
    return true;
  })
  .example('$0 --scenario db-outage', 'one story over and over')
  .example('$0 --seconds 30 < /dev/null | cat', 'without a terminal: a summary at the end')
  .strict()
  .version(false)
  .alias('h', 'help')
  .wrap(110)
  .parse();

try {
  process.exitCode = await runDemo(options);
} catch (error) {
  if (!(error instanceof MonitorError)) throw error;
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  process.exitCode = error.exitCode;
}
