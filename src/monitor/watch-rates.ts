import type { History, IncidentChange, Output } from '../ports.ts';
import type { Incident, IncidentDetail } from '../types.ts';
import { isUnreachable, repeat } from './retry.ts';

export type RateWatch = {
  /** Marks incidents whose rate changed, and answers each change to one member only. */
  readonly escalate: () => Promise<readonly { readonly id: string; readonly change: string }[]>;
  readonly history: Pick<History, 'incident'>;
  readonly outputs: readonly Output[];
};

const everyMs = 10_000;

/** Looks at the rates of incidents now and then, and tells the outputs of those that escalate or are unmuted by their rate. */
export async function watchRates(
  { escalate, history, outputs }: RateWatch,
  signal: AbortSignal,
): Promise<void> {
  await repeat(
    async () => {
      try {
        for (const { id, change } of await escalate()) {
          const detail = await history.incident(id);
          const told = toldAs(change);
          if (detail === undefined || told === undefined) continue;
          const incident = incidentOf(detail);
          await Promise.all(outputs.map((output) => output.announce?.({ change: told, incident })));
        }
      } catch (error) {
        if (!isUnreachable(error)) throw error; // the next round asks again
      }
    },
    everyMs,
    signal,
  );
}

/** Without what only its own page shows: the ids of its triage are bigints, which JSON can't hold. */
function incidentOf(detail: IncidentDetail): Incident {
  const { id, status, level, service, title, count, firstSeen, lastSeen, fingerprint } = detail;
  return { id, status, level, service, title, count, firstSeen, lastSeen, fingerprint };
}

function toldAs(change: string): IncidentChange['change'] | undefined {
  if (change === 'escalating') return 'escalating';
  return change === 'unmuted' ? 'reopened' : undefined;
}
