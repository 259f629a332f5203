import { expect, onTestFinished, test } from 'vitest';
import { connectRedis } from '../../src/redis/connect.ts';

test('says of a command that finds no connection why there is none', async () => {
  const refused = Promise.withResolvers<string | null>();
  const connection = await connectRedis('redis://127.0.0.1:1', 'test', (_, detail) =>
    refused.resolve(detail),
  );
  onTestFinished(connection.close);
  const atOnce = connection.explain(await failure(connection.client.ping()));
  await refused.promise;

  const later = connection.explain(await failure(connection.client.ping()));

  expect(atOnce).toContain("Redis at 127.0.0.1:1 can't be used: it is not connected.");
  expect(later).toContain("Redis at 127.0.0.1:1 can't be used: connect ECONNREFUSED 127.0.0.1:1.");
});

async function failure(command: Promise<unknown>): Promise<unknown> {
  return await command.then(
    () => undefined,
    (error: unknown) => error,
  );
}
