import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askBrokerVersion } from '../../src/kafka/broker-version.ts';

test.for([
  { level: 21, release: '3.9' },
  { level: 26, release: '4.1' },
  { level: 27, release: '4.1' },
  { level: 99, release: 'newer than 4.4' },
])('reads level $level as $release, in whatever pieces it comes', async ({ level, release }) => {
  const answer = anAnswer({ 'group.version': 1, 'metadata.version': level });
  const socket = await aBroker((client) => {
    client.write(answer.subarray(0, 3));
    client.write(answer.subarray(3, 40));
    client.end(answer.subarray(40));
  });

  expect(await askBrokerVersion(socket)).toBe(release);
});

test.for([
  { what: 'a broker that does not know the question', answer: anAnswer({}, 35) },
  { what: 'a server without features', answer: anAnswer({}) },
])('knows no version of $what', async ({ answer }) => {
  const socket = await aBroker((client) => client.end(answer));

  expect(await askBrokerVersion(socket)).toBeUndefined();
});

test.for([
  { what: 'closes', says: 'it closed the connection', answer: Buffer.alloc(0) },
  { what: 'says too little', says: 'past its end', answer: Buffer.from([0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 200]) },
  { what: 'says too much', says: 'it answers too much', answer: Buffer.alloc(80_000, 0x7f) },
])('tells that the server $what', async ({ says, answer }) => {
  const socket = await aBroker((client) => client.end(answer));

  await expect(askBrokerVersion(socket)).rejects.toThrow(says);
});

/** A connection to a server that answers so when it is asked. */
async function aBroker(answer: (client: Socket) => void): Promise<Socket> {
  const server = createServer((client) => {
    client.on('error', () => {});
    client.once('data', () => answer(client));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return connect((server.address() as AddressInfo).port, '127.0.0.1');
}

/** An answer with 200 kinds of requests, and these features up to these levels. */
function anAnswer(features: { readonly [name: string]: number }, error = 0): Buffer {
  const apis = Array.from({ length: 200 }, (_, key) => [0, key, 0, 0, 0, 9, 0]).flat();
  const each = Object.entries(features).map(([name, level]) =>
    Buffer.concat([Buffer.from([name.length + 1]), Buffer.from(name), Buffer.from([0, 1, 0, level, 0])]),
  );
  const list = Buffer.concat([Buffer.from([each.length + 1]), ...each]);
  const tags =
    each.length === 0
      ? Buffer.from([0])
      : Buffer.concat([Buffer.from([2, 0, list.length]), list, Buffer.from([1, 8]), Buffer.alloc(8)]);
  const body = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from([0, error]),
    Buffer.from([0xc9, 0x01, ...apis]), // 200 and one, as a varint
    Buffer.alloc(4),
    tags,
  ]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}
