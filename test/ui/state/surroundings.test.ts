import { expect, test, vi } from 'vitest';
import type { Neighbourhood } from '../../../src/types.ts';
import { createSurroundings, type SurroundingsWish } from '../../../src/ui/state/surroundings.ts';

const wish: SurroundingsWish = { topic: 'logs', partition: 0, from: 0n, to: 9n, round: 0 };
const answer: Neighbourhood = { low: 0n, high: 9n, neighbours: [] };

/** Kafka that answers when it is told to. */
function aKafka() {
  const asked: { answer(value: Neighbourhood): void; fail(error: Error): void; signal: AbortSignal }[] = [];
  const read = (_log: unknown, _from: bigint, _to: bigint, signal: AbortSignal): Promise<Neighbourhood> => {
    const { promise, resolve, reject } = Promise.withResolvers<Neighbourhood>();
    signal.addEventListener('abort', () => reject(signal.reason));
    asked.push({ answer: resolve, fail: reject, signal });
    return promise;
  };
  return { read, asked };
}

test('reads what is wanted once, and says meanwhile that it reads', async () => {
  const { read, asked } = aKafka();
  const surroundings = createSurroundings(read);

  surroundings.want(wish);
  surroundings.want({ ...wish });
  expect(surroundings.snapshot()).toMatchObject({ value: null, loading: true });
  asked[0]?.answer(answer);

  await vi.waitFor(() => expect(surroundings.snapshot()).toMatchObject({ value: answer, loading: false }));
  expect(asked.length).toBe(1);
});

test('gives up what is no more wanted, and takes no late answer', async () => {
  const { read, asked } = aKafka();
  const surroundings = createSurroundings(read);
  surroundings.want(wish);

  surroundings.want(null);
  asked[0]?.answer(answer);
  await Promise.resolve();

  expect(asked[0]?.signal.aborted).toBe(true);
  expect(surroundings.snapshot()).toEqual({ value: null, problem: null, loading: false });
});

test('keeps what it knows of the log while more of it is read, and forgets it for another log', async () => {
  const { read, asked } = aKafka();
  const surroundings = createSurroundings(read);
  surroundings.want(wish);
  asked[0]?.answer(answer);
  await vi.waitFor(() => expect(surroundings.snapshot().value).toBe(answer));

  surroundings.want({ ...wish, to: 99n });
  expect(surroundings.snapshot()).toMatchObject({ value: answer, loading: true });
  surroundings.want({ ...wish, partition: 1 });

  expect(surroundings.snapshot()).toMatchObject({ value: null, loading: true });
});

test('tells why Kafka could not be read, and reads again when asked to', async () => {
  const { read, asked } = aKafka();
  const surroundings = createSurroundings(read);
  surroundings.want(wish);

  asked[0]?.fail(new Error('No broker answers.'));
  await vi.waitFor(() => expect(surroundings.snapshot().problem).toBe('No broker answers.'));
  surroundings.want({ ...wish, round: 1 });

  expect(surroundings.snapshot()).toMatchObject({ problem: null, loading: true });
});

test('waits no longer than a person does', async () => {
  const surroundings = createSurroundings(aKafka().read, 20);

  surroundings.want(wish);

  await vi.waitFor(() => expect(surroundings.snapshot().problem).toBe('Kafka did not answer within 0.02 s.'));
});
