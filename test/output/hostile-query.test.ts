import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { incidentPage } from '../../src/output/incident-page.ts';
import { errorRows } from '../../src/output/rows/error-rows.ts';
import { createTable, type TableLook } from '../../src/output/table.ts';
import { anError, noon } from '../support/builders.ts';
import { anIncidentDetail } from '../ui/support/a-session.ts';
import { hostileSequences } from '../ui/support/hostile-sequences.ts';

const look: TableLook = { width: undefined, chalk: new Chalk({ level: 0 }), time: String };
const steering = /[\p{Cc}\u2028\u2029\u202e]/gu;
// As a database may hold them that another program wrote into.
const hostile = hostileSequences.join(' ');
const errors = hostileSequences.map((text) =>
  anError({ message: text, service: text, exceptionType: text, stack: `${text}\n${text}`, host: text }),
);

test('writes no sequence that stands in the data into a table of errors', () => {
  const table = createTable(errorRows.columns, errors, look);

  const lines = errors.map((error) => table.line(error));

  expect(lines.length).toBeGreaterThan(60);
  expect(lines.join('').match(steering)).toBeNull();
});

test('writes none into the page of an incident', () => {
  const detail = anIncidentDetail({
    title: hostile,
    service: hostile,
    grouping: { fingerprint: hostile, tier: 'message', parts: hostileSequences },
    triage: [{ id: 1n, at: noon, action: 'mute', by: hostile, note: hostile, undone: false }],
  });

  const page = incidentPage(detail, errors, look);

  expect([...new Set(page.match(steering))]).toEqual(['\n']);
});
