import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { copyErrorsSql, errorRows } from '../../src/postgres/copy-errors.ts';
import { createCopyTransactions } from '../../src/postgres/copy-transaction.ts';
import { lockLogsValues, saveCopiedValues } from '../../src/postgres/save-batch-values.ts';
import { createStoredStacks } from '../../src/postgres/stored-stacks.ts';
import { aStoredBatch } from '../support/builders.ts';
import { servers } from '../support/servers.ts';

test('fails once for a server that hangs and then goes, and ends no process', async () => {
  const door = await aDoor(servers().databaseUrl);
  const client = new Client({ connectionString: door.url, query_timeout: 200 });
  client.on('error', () => {}); // as the pool's connections are heard
  await client.connect();
  door.hang();

  const stacks = createStoredStacks(() => true).draft();
  const parts = [{ logId: 1, batch: aStoredBatch().batch }];
  const copying = createCopyTransactions()(client, {
    copySql: copyErrorsSql,
    rows: await errorRows(parts, stacks, async (work) => await work()),
    lockValues: lockLogsValues({ parts }),
    saveValues: saveCopiedValues({ group: 'test', parts, newcomers: [] }, stacks.oldestDay()),
  });

  await expect(copying).rejects.toThrow('Query read timeout');
  await expect(client.query('SELECT 1')).rejects.toThrow('Query read timeout');
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  door.close();
  await ended; // vitest fails for an error that nobody hears
});

/** A way to the server that can stop to pass anything on. */
async function aDoor(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const sockets: Socket[] = [];
  let hangs = false;
  const server = createServer((outer) => {
    const inner = connect(Number(port), hostname);
    sockets.push(outer, inner);
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      from.on('error', () => {});
      from.on('data', (bytes) => {
        if (!hangs) to.write(bytes);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(close);
  return {
    url: url.href,
    hang: () => {
      hangs = true;
    },
    close,
  };
}
