import { expect, test } from 'vitest';
import { MonitorError } from '../../src/errors.ts';
import { watchRates } from '../../src/monitor/watch-rates.ts';
import type { IncidentChange } from '../../src/ports.ts';
import { anIncident } from '../ui/support/a-session.ts';

async function aRound(watch: Omit<Parameters<typeof watchRates>[0], 'outputs'>) {
  const told: IncidentChange[] = [];
  const outputs = [{ push: () => {}, announce: (change: IncidentChange) => void told.push(change) }];
  const once = new AbortController();
  const watching = watchRates({ ...watch, outputs }, once.signal);
  await new Promise(setImmediate);
  once.abort();
  await watching;
  return told.map(({ change, incident }) => `${change} ${incident.id}`);
}

test('tells the outputs of an incident that escalates, and goes on when the store is away', async () => {
  let round = 0;
  const escalate = async () => {
    round += 1;
    if (round === 1) throw new MonitorError('POSTGRES_UNREACHABLE', 'away', 'wait');
    return [
      { id: 'a', change: 'escalating' },
      { id: 'a', change: 'calmed' },
      { id: 'a', change: 'unmuted' },
    ];
  };
  const incidents = async () => [anIncident({ id: 'a' })];

  expect(await aRound({ escalate, incidents })).toEqual([]);
  expect(await aRound({ escalate, incidents })).toEqual(['escalating a', 'reopened a']);
});

test('asks once for all incidents that changed, and leaves out one that is gone', async () => {
  const ids = Array.from({ length: 5_000 }, (_, i) => `i${i}`);
  const asked: (readonly string[])[] = [];
  const told = await aRound({
    escalate: async () => ids.map((id) => ({ id, change: 'escalating' })),
    incidents: async (wanted) => {
      asked.push(wanted);
      return wanted.slice(1).map((id) => anIncident({ id }));
    },
  });

  expect(asked).toEqual([ids]);
  expect(told).toEqual(ids.slice(1).map((id) => `escalating ${id}`));
});

test('asks for no incident when all calmed down', async () => {
  const incidents = () => Promise.reject(new Error('asked'));

  expect(await aRound({ escalate: async () => [{ id: 'a', change: 'calmed' }], incidents })).toEqual([]);
});
