import type { Triage } from '../../../src/ports.ts';
import type { LogError } from '../../../src/types.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aSession, type Session } from './a-session.ts';

/** What is to be special of the error with this number. */
type Some = (index: number) => Partial<LogError>;

/** A session with the errors `error 0` to `error <count - 1>`: every tenth is CRITICAL, every third is of billing. */
export function aSessionOf(
  count: number,
  { triage, some }: { readonly triage?: Triage; readonly some?: Some } = {},
): Session {
  const session = aSession(triage ? { triage } : {});
  pushErrors(session, 0, count, some);
  return session;
}

/** Adds the errors `error <from>` to `error <to - 1>`, each in a batch and a picture of its own. */
export function pushErrors(session: Session, from: number, to: number, some: Some = () => ({})): void {
  for (let index = from; index < to; index += 1) {
    const error = anError({
      message: `error ${index}`,
      incident: `i${index}`,
      severity: index % 10 === 0 ? 'CRITICAL' : 'ERROR',
      service: index % 3 === 0 ? 'billing' : 'search',
      offset: BigInt(index),
      ...some(index),
    });
    session.feed.push(aStoredBatch({ errors: [error] }));
    session.feed.refresh();
  }
}
