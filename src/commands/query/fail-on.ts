import { wrongFlag } from '../../config/settings.ts';
import { MonitorError } from '../../errors.ts';
import type { Filter } from '../../filter/filter.ts';
import { incidentSubject } from '../../filter/incident-subject.ts';
import type { Database } from '../../postgres/pool.ts';
import { type IncidentQuery, queryIncidents } from '../../postgres/query-incidents.ts';
import type { Incident } from '../../types.ts';

/** What makes a query fail a script. */
export type FailOn = {
  readonly fresh: boolean;
  readonly regressed: boolean;
  /** More rows than these. */
  readonly above: number | undefined;
};

export const failOnOption = {
  'fail-on': {
    type: 'string',
    array: true,
    nargs: 1,
    describe:
      'Exit with 4 if there are: new (incidents first seen since --since, else in 24 h), regressed, count>N',
  },
} as const;

/** @throws MonitorError `CONFIG` for another word. */
export function failOnOf(texts: readonly string[] | undefined): FailOn | undefined {
  if (texts === undefined) return undefined;
  let failOn: FailOn = { fresh: false, regressed: false, above: undefined };
  for (const text of texts.flatMap((each) => each.split(','))) {
    const above = /^count\s*>\s*(\d{1,9})$/.exec(text.trim())?.[1];
    if (text === 'new') failOn = { ...failOn, fresh: true };
    else if (text === 'regressed') failOn = { ...failOn, regressed: true };
    else if (above !== undefined) failOn = { ...failOn, above: Number(above) };
    else throw wrongFlag('fail-on', text, 'new, regressed or "count>N" (in quotes: the shell knows > too)');
  }
  return failOn;
}

const dayMs = 86_400_000;
/** Incidents looked at; what lies beyond is counted no more, and the verdict stands already. */
const mostIncidents = 100_000;

/**
 * Looks at everything that fits the query, beyond its limit and before the place where it goes on.
 *
 * @param filter - Of the incidents, new and regressed ones count if it finds them; words look at their titles.
 * @param countUpTo - Rows that fit, counted up to this number.
 * @throws MonitorError `FAIL_ON` when the verdict is to fail.
 */
export async function judge(
  database: Database,
  failOn: FailOn,
  query: Omit<IncidentQuery, 'limit' | 'sort' | 'after'>,
  filter: Filter | undefined,
  countUpTo: (most: number) => Promise<number>,
): Promise<void> {
  const reasons: string[] = [];
  if (failOn.fresh || failOn.regressed) {
    const page = await queryIncidents(database, { ...query, limit: mostIncidents });
    const incidents = page.incidents.filter((incident) => filter?.matches(incidentSubject(incident)) ?? true);
    const start = query.since ?? Date.now() - dayMs;
    if (failOn.fresh)
      reasons.push(
        ...found(
          'new',
          incidents.filter((incident) => isFresh(incident, start)),
        ),
      );
    if (failOn.regressed) {
      reasons.push(
        ...found(
          'regressed',
          incidents.filter(({ status }) => status === 'REGRESSED'),
        ),
      );
    }
  }
  if (failOn.above !== undefined && (await countUpTo(failOn.above + 1)) > failOn.above) {
    reasons.push(`more than ${failOn.above} fit`);
  }
  if (reasons.length > 0) {
    throw new MonitorError(
      'FAIL_ON',
      `--fail-on: ${reasons.join('; ')}.`,
      'Exit code 4 is what was asked for.',
    );
  }
}

/** Somebody who resolved or muted it has seen it. */
function isFresh({ status, firstSeen }: Incident, start: number): boolean {
  return firstSeen >= start && status !== 'RESOLVED' && status !== 'MUTED';
}

function found(kind: string, incidents: readonly Incident[]): readonly string[] {
  if (incidents.length === 0) return [];
  const named = incidents
    .slice(0, 3)
    .map(({ id, service, title }) => `${id.slice(0, 8)} ${service}: ${title}`);
  const more = incidents.length > 3 ? ` and ${incidents.length - 3} more` : '';
  return [`${incidents.length} ${kind} (${named.join(' · ')}${more})`];
}
