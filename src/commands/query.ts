import type { Argv } from 'yargs';
import type { Context } from './context.ts';
import { addErrors } from './query/errors.ts';
import { addIncident } from './query/incident.ts';
import { addIncidents } from './query/incidents.ts';
import { addServices } from './query/services.ts';
import { addTimeline } from './query/timeline.ts';

/** Adds `esm-monitor query` and what it can be asked for. */
export function addQuery(parser: Argv, context: Context): Argv {
  return parser.command('query', 'Ask the store: errors, incidents, services, a timeline', (yargs) =>
    [addErrors, addIncidents, addIncident, addServices, addTimeline].reduce(
      (commands, add) => add(commands, context),
      yargs,
    ),
  );
}
