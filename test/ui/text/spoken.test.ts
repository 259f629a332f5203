import { expect, test } from 'vitest';
import { incidentLine, incidentsHead } from '../../../src/ui/text/incident-line.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { serviceLine, servicesHead } from '../../../src/ui/text/service-line.ts';
import { spoken } from '../../../src/ui/text/spoken.ts';
import { anIncident } from '../support/a-session.ts';

const paint = createPaint(3);
const { bad, selected } = paint;

test.each([
  [`│ user-management    ${bad('412')}  2.1%  ▁▂▃▇█▅   1 s│`, 'user-management; 412; 2.1%; 1 s'],
  ['╭ Services ──────────╮╭ Errors/s, last 5 min ──╮', 'Services; Errors/s, last 5 min'],
  ['▸1 Feed   2 Incidents', '> 1 Feed; 2 Incidents'],
  [selected('›12:03:44  ERROR  billing  no route'), '> 12:03:44; ERROR; billing; no route'],
  ['╰────────╯', ''],
])('says %j as %j', (line, words) => {
  expect(spoken(line)).toBe(words);
});

test.each([60, 90, 130])('names as many columns of services in %d as it says of each', (width) => {
  const service = {
    name: 'billing',
    errorsPerMinute: 2_212,
    errorShare: 0.464,
    total: 36_277,
    trend: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    lastError: 0,
  };

  const head = spoken(servicesHead(width, 'share', paint)).split('; ');
  const line = spoken(serviceLine(service, width, false, 0, paint)).split('; ');

  expect(head).toEqual(['service', 'err/min', 'err%▾', 'total', 'seen']);
  expect(line).toEqual(['billing', '2,212', '46.4%', '36,277', '0 s']);
});

test('names no column of bars in the list of incidents', () => {
  const head = spoken(incidentsHead(130, 'count', paint)).split('; ');
  const trend = { perMinute: 3, trend: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
  const line = spoken(incidentLine(anIncident(), trend, 130, false, 0, null, paint)).split('; ');

  expect(head).toEqual(['status', 'incident', 'service', 'count▾', '/min', 'first', 'last']);
  expect(line).toHaveLength(head.length);
});
