import type { IncidentChange, Output } from '../ports.ts';
import type { Incident } from '../types.ts';
import { isUnreachable, repeat } from './retry.ts';

export type RateWatch = {
  /** Marks incidents whose rate changed, and answers each change to one member only. */
  readonly escalate: () => Promise<readonly { readonly id: string; readonly change: string }[]>;
  /** Incidents by their ids, in any order; those that are not there are left out. */
  readonly incidents: (ids: readonly string[]) => Promise<readonly Incident[]>;
  readonly outputs: readonly Output[];
};

const everyMs = 10_000;

/**
 * Looks at the rates of incidents now and then, and tells the outputs of those that escalate or are unmuted by their rate.
 *
 * A storm of a thousand services is thousands of changes at once: asked for one by one, they took a minute.
 */
export async function watchRates(
  { escalate, incidents, outputs }: RateWatch,
  signal: AbortSignal,
): Promise<void> {
  await repeat(
    async () => {
      try {
        const changes = (await escalate()).flatMap(toldOf);
        if (changes.length === 0) return;
        const found = await incidents(changes.map(({ id }) => id));
        const known = new Map(found.map((incident) => [incident.id, incident]));
        for (const { id, change } of changes) {
          const incident = known.get(id);
          if (incident === undefined) continue;
          await Promise.all(outputs.map((output) => output.announce?.({ change, incident })));
        }
      } catch (error) {
        if (!isUnreachable(error)) throw error; // the next round asks again
      }
    },
    everyMs,
    signal,
  );
}

type Told = { readonly id: string; readonly change: IncidentChange['change'] };

/** That an incident calmed down is seen on the screen, and nobody is told. */
function toldOf({ id, change }: { readonly id: string; readonly change: string }): readonly Told[] {
  if (change === 'escalating') return [{ id, change }];
  return change === 'unmuted' ? [{ id, change: 'reopened' }] : [];
}
