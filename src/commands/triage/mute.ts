import type { Argv } from 'yargs';
import { wrongFlag } from '../../config/settings.ts';
import { storeConfig } from '../../config/store-config.ts';
import { MonitorError } from '../../errors.ts';
import { parseMoment } from '../../time/moment.ts';
import { durationMs } from '../../time/time-spec.ts';
import { createZone } from '../../time/time-zone.ts';
import type { CommandHead } from '../command-head.ts';
import type { Context } from '../context.ts';
import { triageOptions, withIds } from './flags.ts';

type Muting = { readonly until: number } | { readonly perMinute: number };

const options = {
  until: {
    type: 'string',
    requiresArg: true,
    describe: 'Until a time, or for so long: 2h, 2026-12-24 09:00',
  },
  'per-minute': {
    type: 'number',
    requiresArg: true,
    describe: 'Until more errors than these come in one minute',
  },
  ...triageOptions,
} as const;

/** Adds `esm-monitor mute ID`. */
export function addMute(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      withIds(yargs)
        .options(options)
        .example('$0 mute 9f86d081 --until 2h', 'for two hours')
        .example('$0 mute 9f86d081 --per-minute 20 --note "known, harmless"', 'until it gets worse'),
    async (flags) => {
      const how = mutingOf(flags.until, flags.perMinute, Date.now());
      const { runTriage } = await import('./run-triage.ts');
      await runTriage(
        {
          ids: flags.id,
          done: 'Muted',
          until: untilWhen(how),
          act: (triage, id, by) => triage.mute(id, how, by, flags.note),
          json: flags.json,
          store: storeConfig(flags, context.env),
        },
        context,
      );
    },
  );
}

function mutingOf(until: string | undefined, perMinute: number | undefined, now: number): Muting {
  if ((until === undefined) === (perMinute === undefined)) {
    throw new MonitorError('CONFIG', 'Until when?', 'Say either --until 2h or --per-minute 20.');
  }
  if (perMinute !== undefined) {
    if (Number.isInteger(perMinute) && perMinute >= 1 && perMinute < 2 ** 31) return { perMinute };
    throw wrongFlag('per-minute', String(perMinute), 'a whole number from 1 on');
  }
  const text = until ?? '';
  const length = durationMs(text);
  const time = length === undefined ? parseMoment(text, now, createZone(undefined)) : now + length;
  if (time === undefined || time <= now) {
    throw wrongFlag('until', text, 'a time to come, such as 2026-12-24 09:00, or a length such as 2h');
  }
  return { until: time };
}

/** As it was understood: a time may have been meant in another way. */
function untilWhen(how: Muting): string {
  return 'until' in how
    ? `until ${createZone(undefined).local(how.until).slice(0, -4)}`
    : `until more than ${how.perMinute} errors come in a minute`;
}
