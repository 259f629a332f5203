import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { History } from '../../../src/ports.ts';
import { occurrenceKey } from '../../../src/ui/state/occurrence.ts';
import { createPast, nothingWanted, type Past } from '../../../src/ui/state/past.ts';
import { anError, noon, severityCounts } from '../../support/builders.ts';
import { anIncident, anIncidentDetail } from '../support/a-session.ts';

let asked: string[] = [];
let ending: AbortController;
let history: History;
let past: Past;
let running: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
  asked = [];
  ending = new AbortController();
  history = {
    incidents: async ({ statuses, sort }) => {
      asked.push(statuses ? 'urgent' : `incidents by ${sort}`);
      return [anIncident({ status: statuses ? 'NEW' : 'MUTED', id: statuses ? 'new' : 'muted' })];
    },
    incident: async (id) => {
      asked.push(`incident ${id}`);
      return id === 'unknown' ? undefined : anIncidentDetail({ id });
    },
    occurrences: async (id, limit) => {
      asked.push(`${limit} occurrences of ${id}`);
      return [anError({ incident: id })];
    },
    timeline: async (since, until, bucketMs) => {
      asked.push(`timeline of ${(until - since) / bucketMs} buckets`);
      return [{ at: since, counts: severityCounts({ ERROR: 3 }) }];
    },
  };
  past = createPast();
  running = past.run(history, ending.signal);
});
afterEach(async () => {
  ending.abort();
  await vi.advanceTimersByTimeAsync(2_000); // the answer on its way
  await running;
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const listed = { ...nothingWanted, incidents: { sort: 'count', limit: 10 } as const };

test('asks every 10 s for what wants a look, and for nothing that is not shown', async () => {
  await pass(21_000);

  expect(asked).toEqual(['urgent', 'urgent', 'urgent']);
  expect(past.snapshot().urgent?.map(({ id }) => id)).toEqual(['new']);
});

test('asks for what is shown at once, and again every 2 s while it is shown', async () => {
  await pass(0);
  asked = [];

  past.want(listed);
  await pass(4_100);
  past.want(nothingWanted);
  await pass(4_100);

  expect(asked).toEqual(Array(3).fill('incidents by count'));
  expect(past.snapshot().incidents.value?.map(({ id }) => id)).toEqual(['muted']);
  expect([...past.snapshot().statuses]).toEqual([
    ['new', 'NEW'],
    ['muted', 'MUTED'],
  ]);
});

test('asks no more often when the same is wanted again', async () => {
  past.want(listed);
  await pass(0);
  const before = asked.length;

  past.want({ ...nothingWanted, incidents: { sort: 'count', limit: 10 } });
  await pass(1_000);

  expect(asked.length).toBe(before);
});

test('loads an incident with its occurrences, and without them where none are wanted', async () => {
  past.want({ ...nothingWanted, incident: { id: 'a', occurrences: 50 } });
  await pass(0);
  expect(past.snapshot().incident.value).toMatchObject({ id: 'a', occurrences: [{ incident: 'a' }] });

  past.want({ ...nothingWanted, incident: { id: 'b', occurrences: 0 } });
  await pass(0);
  past.want({ ...nothingWanted, incident: { id: 'unknown', occurrences: 50 } });
  await pass(0);

  expect(past.snapshot().incident.value).toEqual({ id: 'unknown', detail: undefined, occurrences: [] });
  expect(asked.filter((each) => each.includes('occurrences'))).toEqual(['50 occurrences of a']);
});

test('covers whole buckets up to the running one', async () => {
  past.want({ ...nothingWanted, timeline: { bucketMs: 60_000, buckets: 3, services: [] } });
  await pass(0);

  const { value } = past.snapshot().timeline;
  expect(asked).toContain('timeline of 3 buckets');
  expect(value && value.until - Date.now()).toBe(60_000 - (noon % 60_000));
  expect(value?.buckets[0]?.at).toBe(value?.since);
});

test('keeps the last answer while the store is away, and says what is wrong', async () => {
  past.want(listed);
  await pass(0);
  history.incidents = async () => {
    throw new Error('Postgres does not answer.');
  };

  await pass(2_000);

  expect(past.snapshot().incidents).toMatchObject({
    value: [{ id: 'muted' }],
    problem: 'Postgres does not answer.',
  });
});

test('drops an answer that is not wanted any more', async () => {
  let answer: (incidents: readonly ReturnType<typeof anIncident>[]) => void = () => {};
  await pass(0);
  history.incidents = () =>
    new Promise((resolve) => {
      answer = resolve;
    });

  past.want(listed);
  await pass(0);
  past.want(nothingWanted);
  answer([anIncident()]);
  await pass(0);

  expect(past.snapshot().incidents.value).toBeNull();
});

test.each([
  { answerMs: 20, times: 30 },
  { answerMs: 200, times: 8 },
  { answerMs: 2_000, times: 2 },
])('asks what takes $answerMs ms $times times a minute at the most', async ({ answerMs, times }) => {
  await pass(0);
  const { incidents } = history;
  history.incidents = async (filter) => {
    await new Promise((resolve) => setTimeout(resolve, answerMs));
    return await incidents(filter);
  };
  asked = [];

  past.want(listed);
  await pass(60_000);

  const count = asked.filter((each) => each === 'incidents by count').length;
  expect(count).toBeLessThanOrEqual(times);
  expect(count).toBeGreaterThanOrEqual(times - 1);
});

test('goes on asking when the clock of the machine is set back', async () => {
  past.want(listed);
  await pass(0);
  asked = [];

  vi.setSystemTime(noon - 3_600_000);
  await pass(10_000);

  expect(asked.filter((each) => each === 'incidents by count')).toHaveLength(5);
  expect(asked).toContain('urgent');
});

test('asks at once for another order, also while the answer for the one before is on its way', async () => {
  await pass(0);
  const { incidents } = history;
  history.incidents = async (filter) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return await incidents(filter);
  };
  asked = [];

  past.want(listed);
  await pass(500);
  past.want({ ...nothingWanted, incidents: { sort: 'first-seen', limit: 10 } });
  await pass(1_600);

  expect(asked).toEqual(['incidents by count', 'incidents by first-seen']);
});

test('asks for everything at once after a triage', async () => {
  past.want(listed);
  await pass(0);
  asked = [];

  past.refresh();
  await pass(0);

  expect(asked).toEqual(['incidents by count', 'urgent']);
});

test('tells when an answer was asked for, and keeps that time with the answer while the store is away', async () => {
  past.want(listed);
  await pass(0);
  history.incidents = async () => {
    throw new Error('gone');
  };
  await pass(4_100);

  expect(past.snapshot().incidents).toMatchObject({ problem: 'gone', at: noon });
});

test('keeps the occurrence that somebody reads loaded, whatever comes after it', async () => {
  const read = anError({ incident: 'i1', offset: 1n });
  const newer = anError({ incident: 'i1', offset: 51n });
  history.occurrences = async () => [read];
  past.want({ ...nothingWanted, incident: { id: 'i1', occurrences: 1 } });
  await pass(0);
  past.want({ ...nothingWanted, incident: { id: 'i1', occurrences: 1 }, held: occurrenceKey(read) });
  history.occurrences = async () => [newer];
  await pass(2_100);

  expect(past.snapshot().incident.value?.occurrences).toEqual([read]);

  past.want({ ...nothingWanted, incident: { id: 'i1', occurrences: 1 } });
  await pass(2_100);

  expect(past.snapshot().incident.value?.occurrences).toEqual([newer]);
});
