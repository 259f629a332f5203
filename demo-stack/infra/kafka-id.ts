import { randomBytes } from 'node:crypto';

/** An id as Kafka makes one itself: 16 random bytes in base64url, never with a hyphen first, which its tools take for a flag. */
export function kafkaId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? kafkaId() : id;
}
