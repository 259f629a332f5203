import { expect, test } from 'vitest';
import { toMonitorError } from '../../src/postgres/faults.ts';

test('throws a bug of ours as it is, lest it is waited for like a server that is away', () => {
  const bug = numberTooLarge();

  expect(() => toMonitorError(bug, 'localhost:5432/esm')).toThrow(bug);
});

test('says of a port that no machine has that the address is to be checked', () => {
  const error = Object.assign(new RangeError('Port should be < 65536.'), { code: 'ERR_SOCKET_BAD_PORT' });

  expect(toMonitorError(error, 'localhost:99999/esm')).toMatchObject({
    message: "Postgres at localhost:99999/esm can't be used: Port should be < 65536.",
    hint: expect.stringContaining('DATABASE_URL'),
  });
});

function numberTooLarge(): unknown {
  try {
    return Buffer.alloc(2).writeInt16BE(40_000);
  } catch (error) {
    return error;
  }
}
