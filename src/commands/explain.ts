import type { Argv } from 'yargs';
import { accessOptions, kafkaConfig, kafkaOptions } from '../config/kafka-config.ts';
import { pipelineConfig, pipelineOptions } from '../config/pipeline-config.ts';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';

/** Adds `esm-monitor explain`. */
export function addExplain(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      yargs
        .options({
          ...pipelineOptions,
          brokers: kafkaOptions.brokers,
          ...accessOptions,
          null: {
            alias: '0',
            type: 'boolean',
            default: false,
            describe: 'Values on stdin are parted by NUL, not by lines',
          },
          json: { type: 'boolean', default: false, describe: 'One JSON object for each event' },
          topic: {
            type: 'string',
            requiresArg: true,
            describe: 'Explain a record of Kafka: its topic',
            implies: ['partition', 'offset'],
          },
          partition: { type: 'number', requiresArg: true, describe: 'Its partition', implies: 'topic' },
          offset: { type: 'string', requiresArg: true, describe: 'Its offset', implies: 'topic' },
        })
        .example('echo \'level=error msg="no route"\' | $0 explain', 'a line of your own')
        .example('$0 explain --topic application-logs --partition 3 --offset 1200', 'a record in Kafka'),
    async (flags) => {
      const options = pipelineConfig(flags, context.env);
      const { brokers, access } = kafkaConfig(flags, context.env, Date.now());
      const { topic, partition, offset } = flags;
      const record =
        topic === undefined || partition === undefined || offset === undefined
          ? undefined
          : { brokers, access, topic, partition, offset };
      const { runExplain } = await import('./run-explain.ts');
      await runExplain({ options, json: flags.json, byNull: flags.null, record }, context);
    },
  );
}
