/** What `user-registration-events` tells of a user. */
export type RegistrationEvent = {
  readonly eventId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
};

/** An event that nobody can read, however often it is tried. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';
}

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** @throws PoisonEvent that says what is wrong with the value. */
export function readRegistrationEvent(value: Buffer | null): RegistrationEvent {
  const event = parse(value);
  if (typeof event !== 'object' || event === null) throw new PoisonEvent('The event is no JSON object');
  const { eventId, userId, email, name } = event as { readonly [field: string]: unknown };
  if (typeof eventId !== 'string' || eventId.includes('\0'))
    throw new PoisonEvent('The event has no text as eventId');
  if (typeof userId !== 'string' || !uuid.test(userId))
    throw new PoisonEvent('The event has no UUID as userId');
  if (typeof email !== 'string' || !/^[^\s\0@]+@[^\s\0@]+$/.test(email))
    throw new PoisonEvent('The event has no address as email');
  if (typeof name !== 'string') throw new PoisonEvent('The event has no text as name');
  return { eventId, userId, email, name };
}

function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch (cause) {
    throw new PoisonEvent('The event is no JSON', { cause });
  }
}
