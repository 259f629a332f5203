import type { Argv } from 'yargs';
import { alertTargetOptions, alertTargets } from '../config/alert-config.ts';
import { accessOptions, kafkaConfig, kafkaOptions } from '../config/kafka-config.ts';
import { pipelineConfig, pipelineOptions } from '../config/pipeline-config.ts';
import { databaseOptions, storeConfig } from '../config/store-config.ts';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';

const { brokers, topics, group } = kafkaOptions;
const options = {
  json: { type: 'boolean', default: false, describe: 'One JSON object for each check' },
  'dry-run': {
    type: 'boolean',
    default: false,
    describe: 'Read the newest 100 records and show the errors that would be stored; store nothing',
  },
  brokers,
  ...accessOptions,
  topics,
  group,
  ...pipelineOptions,
  ...databaseOptions,
  ...alertTargetOptions,
} as const;

/** Adds `esm-monitor doctor`. */
export function addDoctor(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      yargs
        .options(options)
        .example('$0 doctor', 'is everything there?')
        .example('$0 doctor --json | jq -c "select(.verdict == \\"fail\\")"', 'for a health check')
        .example('$0 doctor --dry-run --topics my-topic', 'what would be made of my records?'),
    async (flags) => {
      const kafka = kafkaConfig(flags, context.env, Date.now());
      if (flags.dryRun) {
        const { runDryRun } = await import('./run-dry-run.ts');
        await runDryRun({ kafka, pipeline: pipelineConfig(flags, context.env) }, context);
        return;
      }
      const { runDoctor } = await import('./run-doctor.ts');
      const store = storeConfig(flags, context.env);
      const alerts = alertTargets(flags, context.env);
      await runDoctor({ kafka, store, alerts, json: flags.json }, context);
    },
  );
}
