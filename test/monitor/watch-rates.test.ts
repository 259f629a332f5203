import { expect, test } from 'vitest';
import { MonitorError } from '../../src/errors.ts';
import { watchRates } from '../../src/monitor/watch-rates.ts';
import type { IncidentChange } from '../../src/ports.ts';
import type { IncidentDetail } from '../../src/types.ts';
import { anIncidentDetail } from '../ui/support/a-session.ts';

test('tells the outputs of an incident that escalates, and goes on when the store is away', async () => {
  const told: IncidentChange[] = [];
  const incident = { id: 'a' } as IncidentDetail;
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
  const outputs = [{ push: () => {}, announce: (change: IncidentChange) => void told.push(change) }];
  const history = { incident: async () => incident };

  for (let i = 0; i < 2; i++) {
    const once = new AbortController();
    const watching = watchRates({ escalate, history, outputs }, once.signal);
    await new Promise(setImmediate);
    once.abort();
    await watching;
  }

  expect(told.map(({ change }) => change)).toEqual(['escalating', 'reopened']);
});

test('tells of an incident that someone decided about in a form that JSON holds', async () => {
  const told: IncidentChange[] = [];
  const incident = anIncidentDetail({
    id: 'a',
    triage: [{ id: 7n, at: 0, action: 'mute', by: 'ann', note: null, undone: true }],
  });
  const once = new AbortController();

  const watching = watchRates(
    {
      escalate: async () => [{ id: 'a', change: 'escalating' }],
      history: { incident: async () => incident },
      outputs: [{ push: () => {}, announce: (change) => void told.push(change) }],
    },
    once.signal,
  );
  await new Promise(setImmediate);
  once.abort();
  await watching;

  expect(JSON.parse(JSON.stringify(told))).toMatchObject([{ change: 'escalating', incident: { id: 'a' } }]);
});
