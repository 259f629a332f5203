import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import type { RowForm } from '../../src/output/print-rows.ts';
import { errorRows } from '../../src/output/rows/error-rows.ts';
import { incidentRows } from '../../src/output/rows/incident-rows.ts';
import { serviceRows } from '../../src/output/rows/service-rows.ts';
import { timelineRows } from '../../src/output/rows/timeline-rows.ts';
import { createTable } from '../../src/output/table.ts';
import { noEvents } from '../../src/severity-counts.ts';
import { createZone } from '../../src/time/time-zone.ts';
import { anError } from '../support/builders.ts';
import { anIncident } from '../ui/support/a-session.ts';

const counts = { ...noEvents, INFO: 51_409, ERROR: 44_013 };
const service = { service: 'user-management', errors: 44_013, counts, events: 95_422 };
const seen = { firstSeen: 0, lastSeen: 0 };

/** The words of head and line in 30 columns. */
function narrow<Row>(form: RowForm<Row>, row: Row): readonly (readonly string[])[] {
  const look = { width: 30, chalk: new Chalk({ level: 0 }), time: createZone('UTC').local };
  const table = createTable(form.columns, [row], look);
  return [table.head, table.line(row)].map((line) => line.split(/ {2,}/));
}

test('says in 30 columns what happened', () => {
  const error = anError({ message: 'declined by the bank', exceptionType: null });
  const incident = anIncident({ id: '9f86d08112345678', count: 44_013, title: 'declined by the bank' });

  expect(narrow(errorRows, error)).toEqual([
    ['level', 'message'],
    ['ERROR', 'declined by the bank'],
  ]);
  expect(narrow(incidentRows, incident)).toEqual([
    ['id', 'count', 'title'],
    ['9f86d081', '44,013', 'declined by…'],
  ]);
});

test('cuts no number in 30 columns', () => {
  expect(narrow(serviceRows, { ...service, ...seen })).toEqual([
    ['service', 'errors'],
    ['user-management', '44,013'],
  ]);
  expect(narrow(serviceRows, { ...service, ...seen, service: 'a'.repeat(40) })).toEqual([
    ['service', 'errors'],
    [`${'a'.repeat(21)}…`, '44,013'],
  ]);
  expect(narrow(timelineRows(44_013), { at: 0, counts })).toEqual([
    ['from', 'errors'],
    ['1970-01-01 00:00', '44,013'],
  ]);
});
