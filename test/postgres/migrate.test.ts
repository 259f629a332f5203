import { expect, test } from 'vitest';
import { openDatabase } from '../../src/postgres/pool.ts';
import { aDatabase } from '../support/a-database.ts';

test('migrates once although several members start at the same moment', async () => {
  const url = await aDatabase();

  const databases = await Promise.all(
    ['a', 'b', 'c'].map((name) => openDatabase({ url, poolSize: 1, name })),
  );

  const { rows } = (await databases[0]?.pool.query('SELECT name FROM esm.migration ORDER BY name')) ?? {
    rows: [],
  };
  expect(rows).toEqual([
    { name: '001-errors' },
    { name: '002-alerts' },
    { name: '003-stack-of' },
    { name: '004-room-for-counts' },
  ]);
  await Promise.all(databases.map((database) => database.close()));
});

test('says what to do when no server answers, without the password', async () => {
  const opening = openDatabase({ url: 'postgres://me:secret@127.0.0.1:1/db', poolSize: 1, name: 'a' });

  await expect(opening).rejects.toMatchObject({
    code: 'POSTGRES_UNREACHABLE',
    message: expect.stringContaining('127.0.0.1:1/db'),
    hint: expect.stringContaining('DATABASE_URL'),
  });
  await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
});

test('tells a refused password from a server that is away', async () => {
  const url = new URL(await aDatabase());
  url.username = 'nobody-of-that-name';

  await expect(openDatabase({ url: url.href, poolSize: 1, name: 'a' })).rejects.toMatchObject({
    code: 'POSTGRES_FAILED',
  });
});
