import { expect, test } from 'vitest';
import { alertsOf, livenessOf, totalLag } from '../../../src/ui/state/liveness.ts';
import { aHealth, aLink, aPartition, noon } from '../../support/builders.ts';

test('is live while records come', () => {
  expect(livenessOf(aHealth(), noon - 9_000, noon)).toEqual({ state: 'live' });
});

test('is quiet, not lost, when all is connected and nothing came for ten seconds', () => {
  expect(livenessOf(aHealth(), noon - 180_000, noon)).toEqual({ state: 'quiet', sinceMs: 180_000 });
});

test('counts the quiet from the connection when nothing ever came', () => {
  const health = aHealth({ kafka: aLink({ since: noon - 30_000 }) });

  expect(livenessOf(health, null, noon)).toEqual({ state: 'quiet', sinceMs: 30_000 });
});

test.each([
  ['kafka', 'Kafka'],
  ['postgres', 'Postgres'],
] as const)('is lost when %s is down, also when records came a moment ago', (link, server) => {
  const health = aHealth({ [link]: aLink({ state: 'down', since: noon - 12_000, attempts: 4 }) });

  expect(livenessOf(health, noon, noon)).toEqual({ state: 'lost', server, sinceMs: 12_000, attempts: 4 });
});

test('is not lost without Redis', () => {
  expect(livenessOf(aHealth({ redis: aLink({ state: 'down' }) }), noon, noon)).toEqual({ state: 'live' });
});

test('is starting until Kafka and Postgres answer for the first time', () => {
  const health = aHealth({ postgres: aLink({ state: 'connecting', since: noon - 2_000 }) });

  expect(livenessOf(health, null, noon)).toEqual({ state: 'starting', sinceMs: 2_000 });
});

test('waits while the group gave it no partition', () => {
  const health = aHealth({ partitions: [], kafka: aLink({ since: noon - 5_000 }) });

  expect(livenessOf(health, null, noon)).toEqual({ state: 'waiting', sinceMs: 5_000 });
});

test('adds the lag of all partitions and counts a position past the end as none', () => {
  const partitions = [aPartition({ position: 5n, end: 12n }), aPartition({ position: 9n, end: 3n })];

  expect(totalLag(aHealth({ partitions }))).toBe(7);
  expect(totalLag(aHealth({ partitions: [] }))).toBeNull();
});

test('warns of servers that are down, partitions that stand and fresh notices, and then informs, the newest first', () => {
  const health = aHealth({
    redis: aLink({ state: 'down', detail: 'Redis does not answer.' }),
    partitions: [aPartition({ stopped: 'the topic was made anew' })],
    notices: [
      { at: noon - 61_000, text: 'stale' },
      { at: noon - 2_000, text: 'older' },
      { at: noon - 1_000, text: 'newer' },
      { at: noon - 500, text: 'HTTP answers at http://127.0.0.1:5004', calm: true },
      { at: noon - 16_000, text: 'calm and known', calm: true },
    ],
  });

  expect(alertsOf(health, noon)).toEqual([
    { tone: 'warn', text: 'Redis does not answer.' },
    { tone: 'warn', text: 'application-logs/0 is not read: the topic was made anew' },
    { tone: 'warn', text: 'newer' },
    { tone: 'warn', text: 'older' },
    { tone: 'calm', text: 'HTTP answers at http://127.0.0.1:5004' },
  ]);
});

test('says first, and for as long as it runs, that redaction is off', () => {
  const kafka = aLink({ state: 'down', detail: 'No broker answers.' });

  const alerts = alertsOf(aHealth({ redaction: false, kafka }), noon + 86_400_000);

  expect(alerts[0]).toMatchObject({ tone: 'bad', text: expect.stringContaining('REDACTION IS OFF') });
  expect(alerts[1]).toMatchObject({ text: expect.stringContaining('No broker answers.') });
});
