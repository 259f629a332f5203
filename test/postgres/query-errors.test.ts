import { expect, test } from 'vitest';
import { type ErrorQuery, streamErrors } from '../../src/postgres/query-errors.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const hourMs = 3_600_000;
/** Hours ago: around the ends of the last day and of the one before it. */
const ages = [0, 1, 23, 23.9, 24.1, 25, 47.9, 48.1, 200];

test('finds the newest errors, whether the last day has enough of them or not', async () => {
  const { database, store } = await aPast();
  const now = Date.now();
  await store(ages.map((age) => anError({ at: now - age * hourMs, message: `${age}` })).toReversed());
  const found = async (query: Partial<ErrorQuery>) => {
    const messages: number[] = [];
    for await (const { errors } of streamErrors(database, { ...everything, ...query }))
      messages.push(...errors.map(({ message }) => Number(message)));
    return messages;
  };

  for (const limit of ages.keys()) expect(await found({ limit })).toEqual(ages.slice(0, limit));
  for (const [i, age] of ages.entries()) {
    const from = now - age * hourMs;
    expect(await found({ until: from, limit: 2 })).toEqual(ages.slice(i + 1, i + 3));
    expect(await found({ since: from, limit: 100 })).toEqual(ages.slice(0, i + 1));
    expect(await found({ since: from, order: 'oldest', limit: 1 })).toEqual([age]);
  }
});

const everything: ErrorQuery = { services: [], levels: [], since: undefined, until: undefined, limit: 100 };
