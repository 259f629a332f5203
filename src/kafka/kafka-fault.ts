import { MonitorError, messageOf } from '../errors.ts';
import { causeIn } from './client-words.ts';
import { defaultBrokers } from './default-brokers.ts';
import { refusedCode } from './open-socket.ts';

/**
 * Turns what the client threw into an error that says what to do: `KAFKA_FAILED` for what no waiting mends (a
 * certificate, a login, a missing right), else `KAFKA_UNREACHABLE`.
 */
export function toKafkaError(error: unknown, brokers: readonly string[]): MonitorError {
  const chain = causesOf(error);
  const own = chain.find((each) => each instanceof MonitorError);
  if (own !== undefined) return own;
  const address = brokers.join(', ');
  const reason = reasonOf(error);
  if (chain.some((each) => each.code === refusedCode)) {
    return failed(
      `Kafka can't be used: ${reason}.`,
      'docs/security.md tells how to connect securely.',
      error,
    );
  }
  if (chain.some(isLoginFault)) {
    return failed(
      `Kafka at ${address} refuses the login: ${reason}.`,
      'Check KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD and KAFKA_SASL_MECHANISM, or the file of -F.',
      error,
    );
  }
  if (chain.some(({ type }) => type?.endsWith('_AUTHORIZATION_FAILED'))) {
    return failed(
      `Kafka at ${address} does not allow it: ${reason}.`,
      'The client needs the rights to read the topics and the group, and to describe both.',
      error,
    );
  }
  return new MonitorError(
    'KAFKA_UNREACHABLE',
    `Kafka at ${address} can't be reached: ${reason}.`,
    whatToDo(address, reason),
    { cause: error },
  );
}

/** The demo's Kafka listens on a port of its own: only what `--keep` prints leads there. */
function whatToDo(address: string, reason: string): string {
  if (/closed connection|ECONNRESET/i.test(reason)) {
    return 'Does that port want TLS? Then set KAFKA_SECURITY_PROTOCOL to SSL or SASL_SSL.';
  }
  return address === defaultBrokers
    ? `${address} is meant where no other is named: name yours with --brokers or KAFKA_BROKERS, or take the demo's, which npm run demo -- --keep prints.`
    : 'Check --brokers (or KAFKA_BROKERS, or brokers in the configuration file), and whether Kafka runs there.';
}

function isLoginFault({ name, type }: Cause): boolean {
  return name === 'KafkaJSSASLAuthenticationError' || (type?.includes('_SASL_') ?? false);
}

type Cause = Error & { readonly code?: unknown; readonly type?: string };

function causesOf(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  for (let each = error; each instanceof Error && causes.length < 10; each = each.cause) causes.push(each);
  return causes;
}

/** What the error says, as a part of a sentence: without the full stop that some messages of Kafka's end in. */
export function reasonOf(error: unknown): string {
  const message = messageOf(error).replace(/[.\s]+$/, '');
  return causeIn(message) ?? message;
}

function failed(message: string, hint: string, cause: unknown): MonitorError {
  return new MonitorError('KAFKA_FAILED', message, hint, { cause });
}
