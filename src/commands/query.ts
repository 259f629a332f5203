import type { Argv } from 'yargs';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';
import { addErrors } from './query/errors.ts';
import { addIncident } from './query/incident.ts';
import { addIncidents } from './query/incidents.ts';
import { addServices } from './query/services.ts';
import { addTimeline } from './query/timeline.ts';

/** Adds `esm-monitor query` and what it can be asked for. */
export function addQuery(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(usage, describe, (yargs) =>
    [addErrors, addIncidents, addIncident, addServices, addTimeline].reduce(
      (commands, add) => add(commands, context),
      yargs,
    ),
  );
}
