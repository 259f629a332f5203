import type { ChalkInstance } from 'chalk';
import { count } from '../../text/numbers.ts';
import type { Incident, IncidentStatus } from '../../types.ts';
import { iso } from '../json-lines.ts';
import type { RowForm } from '../print-rows.ts';
import { paintLevel } from './level-colours.ts';

/** Incidents as `query incidents` prints them, ids cut to eight digits in the table. */
export const incidentRows: RowForm<Incident> = {
  columns: [
    { name: 'id', text: ({ id }) => id.slice(0, 8) },
    {
      name: 'status',
      spare: 2,
      text: ({ status }) => status,
      paint: (text, { status }, chalk) => paintStatus(text, status, chalk),
    },
    {
      name: 'level',
      spare: 3,
      text: ({ level }) => level,
      paint: (text, { level }, chalk) => paintLevel(text, level, chalk),
    },
    { name: 'count', right: true, spare: 1, text: (incident) => count(incident.count) },
    { name: 'last seen', spare: 5, text: ({ lastSeen }, look) => look.time(lastSeen).slice(0, -4) },
    { name: 'first seen', spare: 6, text: ({ firstSeen }, look) => look.time(firstSeen).slice(0, -4) },
    { name: 'service', spare: 4, text: ({ service }) => service },
    { name: 'title', least: 12, text: ({ title }) => title },
  ],
  record: incidentRecord,
};

/** An incident as scripts get it. */
export function incidentRecord(incident: Incident) {
  const { id, status, level, service, title, count, firstSeen, lastSeen, fingerprint } = incident;
  return {
    id,
    status,
    level,
    service,
    title,
    count,
    firstSeen: iso(firstSeen),
    lastSeen: iso(lastSeen),
    fingerprint,
  };
}

/** A status in the colour of its urgency. */
export function paintStatus(text: string, status: IncidentStatus, chalk: ChalkInstance): string {
  if (status === 'ESCALATING' || status === 'REGRESSED') return chalk.red.bold(text);
  if (status === 'NEW') return chalk.yellow.bold(text);
  return status === 'ONGOING' ? text : chalk.dim(text);
}
