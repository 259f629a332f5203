import type { IncidentChange, Triage, TriageOutcome } from '../ports.ts';

/** The triage, with each decision told to `tell` once it is stored. */
export function tellingTriage(triage: Triage, tell: (change: IncidentChange) => void): Triage {
  async function told(outcome: Promise<TriageOutcome>): Promise<TriageOutcome> {
    const found = await outcome;
    if (found.outcome === 'done') tell({ change: changeTo(found.incident.status), incident: found.incident });
    return found;
  }
  return {
    resolve: (id, by, note) => told(triage.resolve(id, by, note)),
    mute: (id, how, by, note) => told(triage.mute(id, how, by, note)),
    reopen: (id, by, note) => told(triage.reopen(id, by, note)),
    undo: (by) => told(triage.undo(by)),
  };
}

/** Undoing may lead to any of them: what counts is how the incident stands now. */
function changeTo(status: IncidentChange['incident']['status']): IncidentChange['change'] {
  if (status === 'RESOLVED') return 'resolved';
  return status === 'MUTED' ? 'muted' : 'reopened';
}
