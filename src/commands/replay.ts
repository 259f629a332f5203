import type { Argv } from 'yargs';
import { accessOptions, kafkaConfig, kafkaOptions } from '../config/kafka-config.ts';
import { pipelineConfig, pipelineOptions } from '../config/pipeline-config.ts';
import { wrongFlag } from '../config/settings.ts';
import { databaseOptions, storeConfig } from '../config/store-config.ts';
import { MonitorError } from '../errors.ts';
import { rewindTarget } from '../replay/target.ts';
import { createZone } from '../time/time-zone.ts';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';
import { momentOf, rangeOptions } from './query/flags.ts';

const { brokers, topics, group } = kafkaOptions;
const options = {
  to: { type: 'string', nargs: 1, describe: 'earliest, latest, a time, or an age such as -2h' },
  'to-offset': {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'PARTITION:OFFSET or TOPIC:PARTITION:OFFSET',
  },
  'shift-by': { type: 'string', nargs: 1, describe: 'So many offsets forth, or back with a minus' },
  incident: { type: 'string', requiresArg: true, describe: 'The first occurrence of this incident' },
  topic: { type: 'string', array: true, nargs: 1, describe: 'Only this topic' },
  partition: { type: 'number', array: true, nargs: 1, describe: 'Only this partition' },
  'dry-run': { type: 'boolean', default: false, describe: 'Show the plan, move and store nothing' },
  yes: { type: 'boolean', alias: 'y', default: false, describe: "Don't ask" },
  print: {
    type: 'boolean',
    default: false,
    describe: 'Print the errors from there on as JSON lines; touch nothing',
  },
  repair: {
    type: 'boolean',
    default: false,
    describe: 'Fill in errors that are missing from there on, beside a live group',
  },
  'rebuild-totals': {
    type: 'boolean',
    default: false,
    describe: 'Compute the counts of errors from those that are stored; reads nothing from Kafka',
  },
  until: { type: 'string', requiresArg: true, describe: 'With --print or --repair: up to this time' },
  tz: rangeOptions.tz,
  brokers,
  ...accessOptions,
  topics,
  group,
  ...pipelineOptions,
  ...databaseOptions,
} as const;

/** Adds `esm-monitor replay`. */
export function addReplay(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      yargs
        .options(options)
        .example('$0 replay --to "yesterday 02:00" --dry-run', 'show what would be read again')
        .example('$0 replay --to-offset 3:1200 --yes', 'one partition, from a script')
        .example('$0 replay --incident 9f86d081', 'from the first error of an incident on')
        .example('$0 replay --to -2h --repair', 'fill gaps while others go on watching')
        .example('$0 replay --to -2h --print | jq .message', 'errors of the last two hours, from Kafka'),
    async (flags) => {
      if (flags.rebuildTotals) {
        const { runRebuild } = await import('./replay/run-rebuild.ts');
        const { dryRun, yes } = flags;
        await runRebuild({ store: storeConfig(flags, context.env), dryRun, yes }, context);
        return;
      }
      const now = Date.now();
      const zone = createZone(flags.tz);
      if (flags.print && flags.repair) throw oneOf('--print', '--repair');
      if (flags.print && flags.dryRun) throw oneOf('--print', '--dry-run');
      if (!flags.print && !flags.repair && flags.until !== undefined) {
        throw wrongFlag('until', flags.until, 'effect with --print or --repair only');
      }
      const run = {
        target: rewindTarget(flags, now, zone),
        until: momentOf('until', flags.until, now, zone),
        partitions: (flags.partition ?? []).map(partitionOf),
        kafka: kafkaConfig({ ...flags, topics: flags.topic ?? flags.topics }, context.env, now),
        store: storeConfig(flags, context.env),
        pipeline: pipelineConfig(flags, context.env),
        zone,
        dryRun: flags.dryRun,
        yes: flags.yes,
      };
      if (flags.print) await (await import('./replay/run-print.ts')).runPrint(run, context);
      else if (flags.repair) await (await import('./replay/run-repair.ts')).runRepair(run, context);
      else await (await import('./replay/run-rewind.ts')).runRewind(run, context);
    },
  );
}

function partitionOf(partition: number): number {
  if (Number.isInteger(partition) && partition >= 0) return partition;
  throw wrongFlag('partition', String(partition), 'a whole number from 0 on');
}

function oneOf(one: string, other: string): MonitorError {
  return new MonitorError('CONFIG', `${one} and ${other} can't be joined.`, 'Leave one of them out.');
}
