import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A message as a web hook got it. */
export type Received = { readonly [key: string]: unknown };

/** A web hook on this machine. */
export type Receiver = {
  readonly url: URL;
  /** What it got, oldest first; also what it did not answer well. */
  readonly received: readonly Received[];
  readonly paths: readonly string[];
  /** What it does with each message from now on; at first it answers 200. */
  answer(how: (response: ServerResponse) => void): void;
  /** Is there no more; whoever connects is refused. */
  stop(): Promise<void>;
  /** Listens again, at the same address. */
  start(): Promise<void>;
};

export async function aReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const paths: string[] = [];
  let answer = (response: ServerResponse): void => void response.end('ok');
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    paths.push(request.url ?? '');
    received.push(JSON.parse(body));
    answer(response);
  });
  let port = 0;
  const start = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await start();
  onTestFinished(stop);
  return {
    url: new URL(`http://127.0.0.1:${port}/services/secret-token`),
    received,
    paths,
    answer: (how) => {
      answer = how;
    },
    stop,
    start,
  };
}
