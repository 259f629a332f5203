import { expect, test } from 'vitest';
import { aGroup, type Terminal } from '../support/a-group.ts';
import { aKafka } from '../support/a-topic.ts';
import { expectedState, produceNumbers } from '../support/numbered-records.ts';
import { waitFor } from '../support/wait-for.ts';

test('shows every error once in each terminal of a group, whichever member stored it', async () => {
  const group = await aGroup();
  const terminals = [1, 2, 3].map(() => group.watch('--plain'));
  await group.shared(3);

  await produceNumbers(aKafka(), group.topic, 0, 3_000);

  const expected = expectedState(group.topic, 3_000).rows;
  for (const terminal of terminals) {
    await waitFor('every error', () => sum(errorsIn(terminal)) >= sum(expected));
    expect(errorsIn(terminal)).toEqual(expected);
  }
}, 60_000);

/** Errors by service and level, as the lines of a terminal tell them. */
function errorsIn({ stdout }: Pick<Terminal, 'stdout'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of stdout().split('\n')) {
    const [, level, service, times] =
      /^\S+ (CRITICAL|ERROR) (service-\d) .*?(?: ×([\d,]+))?$/.exec(line) ?? [];
    if (level === undefined) continue;
    const key = `${service} ${level}`;
    counts.set(key, (counts.get(key) ?? 0) + Number(times?.replaceAll(',', '') ?? 1));
  }
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
