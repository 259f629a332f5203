import type { Triage } from '../../../src/ports.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aSession, type Session } from './a-session.ts';

/** A session with the errors `error 0` to `error <count - 1>`; every third one is of billing. */
export function aSessionOf(count: number, triage?: Triage): Session {
  const session = aSession(triage ? { triage } : {});
  for (let index = 0; index < count; index += 1) {
    const service = index % 3 === 0 ? 'billing' : 'search';
    const error = anError({
      message: `error ${index}`,
      incident: `i${index}`,
      offset: BigInt(index),
      service,
    });
    session.feed.push(aStoredBatch({ errors: [error] }));
    session.feed.refresh();
  }
  return session;
}
