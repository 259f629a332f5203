import { titleOf } from '../../incident-title.ts';
import type { LogError } from '../../types.ts';
import { errorLine } from '../json-lines.ts';
import type { RowForm } from '../print-rows.ts';
import { paintLevel } from './level-colours.ts';

/** Stored errors; their JSON is the line that `watch --headless` prints. */
export const errorRows: RowForm<LogError> = {
  columns: [
    { name: 'time', spare: 1, text: ({ time }, look) => look.time(time) },
    {
      name: 'level',
      text: ({ severity }) => severity,
      paint: (text, { severity }, chalk) => paintLevel(text, severity, chalk),
    },
    { name: 'service', spare: 2, text: ({ service }) => service },
    { name: 'incident', spare: 3, text: ({ incident }) => incident.slice(0, 8) },
    { name: 'message', text: titleOf },
  ],
  record: errorLine,
};
