import type { IHeaders } from 'kafkajs';

/** The `traceparent` among a Kafka message's headers. Of several, the last. */
export function traceparentOf(headers: IHeaders | undefined): string | undefined {
  const header = headers?.traceparent;
  return (Array.isArray(header) ? header.at(-1) : header)?.toString();
}
