import type { Argv } from 'yargs';
import { alertConfig, alertOptions } from '../config/alert-config.ts';
import { httpConfig, httpOptions } from '../config/http-config.ts';
import { kafkaConfig, kafkaOptions } from '../config/kafka-config.ts';
import { isObserving, observeOption } from '../config/observe-config.ts';
import { outputConfig, outputOptions } from '../config/output-config.ts';
import { pipelineConfig, pipelineOptions } from '../config/pipeline-config.ts';
import { retentionDays, retentionOption } from '../config/retention-config.ts';
import { screenConfig, screenOptions } from '../config/screen-config.ts';
import { databaseOptions, storeConfig } from '../config/store-config.ts';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';

/** Adds `esm-monitor watch`. */
export function addWatch(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      yargs
        .options({
          ...kafkaOptions,
          ...databaseOptions,
          ...outputOptions,
          ...observeOption,
          ...screenOptions,
          ...httpOptions,
          ...pipelineOptions,
          ...retentionOption,
          ...alertOptions,
        })
        .example('$0 watch --brokers kafka:9092 --from 15m', 'the last quarter of an hour, then live')
        .example('$0 watch --headless | jq .message', 'errors as JSON lines')
        .example('$0 watch --observe', 'what the members of the group find, without joining it')
        .example('$0 watch --http :5004', 'also REST, Prometheus and Grafana on this machine')
        .example('ESM_ALERT_URL_FILE=url $0 watch', 'alerts to the web hook in a file'),
    async (flags) => {
      const isTerminal = context.stdout.isTTY === true;
      const screen = screenConfig(flags, context.env, isTerminal);
      const config = {
        screen,
        kafka: kafkaConfig(flags, context.env, Date.now()),
        store: storeConfig(flags, context.env),
        pipeline: pipelineConfig(flags, context.env),
        http: httpConfig(flags, context.env),
        retentionDays: retentionDays(flags, context.env),
        alerts: alertConfig(flags, context.env),
        output: outputConfig(flags, context.env, isTerminal || screen.plain),
      };
      if (isObserving(flags, context.env, config.store)) {
        const { runObserve } = await import('./run-observe.ts');
        await runObserve(config, context);
        return;
      }
      const { runWatch } = await import('./run-watch.ts');
      await runWatch(config, context);
    },
  );
}
