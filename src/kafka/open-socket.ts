import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { isLoopback } from '../is-loopback.ts';
import { tlsFault } from '../tls/tls-fault.ts';
import type { KafkaAccess } from './access.ts';

/** Code of a connection's error that says in its message, as a whole sentence, why TLS or a login is refused. */
export const refusedCode = 'ESM_CONNECTION_REFUSED';

const keepAliveMs = 60_000;

/**
 * Opens the client's connections. It sees every broker, also those that only Kafka itself names, so it is here that a
 * password stays off an open network.
 */
export function createOpenSocket({ tls, sasl }: KafkaAccess): ISocketFactory {
  return ({ host, port, onConnect }) => {
    if (sasl !== undefined && tls === undefined && !isLoopback(host)) {
      return refuse(
        `a login at ${host}:${port} without TLS would show itself to the network. Set security.protocol to SASL_SSL.`,
      );
    }
    const address = { host, port, ...(isIP(host) === 0 && { servername: host }) };
    const socket: Socket =
      tls === undefined ? connect(address, onConnect) : connectTls({ ...address, ...tls.options }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    if (tls !== undefined) socket.on('error', (error) => explain(error, `${host}:${port}`, tls.trusted));
    return socket;
  };
}

/** A connection that fails with the sentence: of what is thrown here the client would make "can't be reached". */
function refuse(sentence: string): Socket {
  const socket = new Socket();
  socket.destroy(Object.assign(new Error(sentence), { code: refusedCode }));
  return socket;
}

/** Before the client hears of it: it keeps nothing of an error but message and code. */
function explain(error: NodeJS.ErrnoException, address: string, trusted: string): void {
  const fault = tlsFault(error.message, trusted, 'KAFKA_SSL_CA_LOCATION (ssl.ca.location)');
  if (fault === undefined) return;
  error.message = `${address} ${fault.what}. ${fault.toDo}`;
  error.code = refusedCode;
}
