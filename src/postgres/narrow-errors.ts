import type { Condition, Filter, TextField } from '../filter/filter.ts';
import type { IncidentStatus, LogError } from '../types.ts';
import { ask } from './ask.ts';
import { containing, like, likeInJson, surelyContaining, surelyLike } from './filter-patterns.ts';
import type { Database } from './pool.ts';

/** A condition on rows of esm.error, as SQL with the place of its one parameter left open. */
export type Part = { readonly sql: (parameter: string) => string; readonly value: unknown };

/**
 * What Postgres looks for by itself when it is asked for errors that a filter finds. It leaves out only what the filter
 * does not find; of what it keeps, `keeps` decides.
 */
export type NarrowedErrors = {
  /** Joined by `or`, the parts of each by `and`; undefined where nothing is left out, none where nothing can fit. */
  readonly alternatives: readonly (readonly Part[])[] | undefined;
  /** All that the filter finds is of these services. */
  readonly services: readonly string[] | undefined;
  /** All that the filter finds has one of these few fingerprints. */
  readonly fingerprints: readonly string[] | undefined;
  keeps(error: LogError): boolean;
};

/** With more fingerprints than these, it is quicker to look at the newest errors than to ask for the newest of each. */
const fewFingerprints = 50;
/** A longer list would be sent with every page. */
const mostFingerprints = 10_000;

/**
 * Names of services and states of incidents are looked up first, as of now: few are compared with the filter instead of
 * every row.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function narrowErrors(database: Database, filter: Filter): Promise<NarrowedErrors> {
  const asked = filter.alternatives.flat();
  const services = asked.some(isOfService) ? await queryServiceNames(database) : [];
  const incidents = asked.some(isOfIncident) ? await queryIncidentStates(database) : [];
  const known = filter.alternatives
    .map((conditions) => ({
      services: only(conditions.filter(isOfService), services, serviceFits),
      incidents: only(conditions.filter(isOfIncident), incidents, incidentFits),
      parts: conditions.flatMap((condition) => partOf(condition) ?? []),
    }))
    .filter((each) => each.services?.length !== 0 && each.incidents?.length !== 0);

  const alternatives = known.map(({ services, incidents, parts }): readonly Part[] => [
    ...(services === undefined ? [] : [anyOf('service', services)]),
    ...(incidents === undefined || incidents.length > mostFingerprints
      ? []
      : [
          anyOf(
            'error.fingerprint',
            incidents.map(({ fingerprint }) => fingerprint),
          ),
        ]),
    ...parts,
  ]);
  const isOpen = filter.alternatives.length === 0 || alternatives.some((parts) => parts.length === 0);
  const fingerprints = union(known.map((each) => each.incidents?.map(({ fingerprint }) => fingerprint)));
  const states = new Map(incidents.map(({ id, status }) => [id, status]));
  return {
    alternatives: isOpen ? undefined : alternatives,
    services: union(known.map((each) => each.services)),
    fingerprints: fingerprints && fingerprints.length <= fewFingerprints ? fingerprints : undefined,
    keeps: (error) =>
      filter.matches(filter.usesStatus ? { ...error, status: states.get(error.incident) } : error),
  };
}

type IncidentState = { readonly id: string; readonly fingerprint: string; readonly status: IncidentStatus };

async function queryServiceNames(database: Database): Promise<readonly string[]> {
  const rows = await ask<{ service: string }>(database, 'SELECT DISTINCT service FROM esm.total');
  return rows.map(({ service }) => service);
}

async function queryIncidentStates(database: Database): Promise<readonly IncidentState[]> {
  return await ask<IncidentState>(
    database,
    'SELECT id, status, fingerprint FROM esm.fingerprint JOIN esm.incident_status ON id = incident_id',
  );
}

function isOfService(condition: Condition): boolean {
  return condition.kind === 'text' && condition.field === 'service';
}

function isOfIncident(condition: Condition): boolean {
  return condition.kind === 'status' || (condition.kind === 'text' && condition.field === 'incident');
}

/** Those that fit all conditions; undefined without a condition. */
function only<T>(
  conditions: readonly Condition[],
  all: readonly T[],
  fits: (condition: Condition, one: T) => boolean,
): readonly T[] | undefined {
  if (conditions.length === 0) return undefined;
  return all.filter((one) => conditions.every((condition) => fits(condition, one) !== condition.negated));
}

function serviceFits(condition: Condition, service: string): boolean {
  return condition.kind === 'text' && condition.test(service);
}

function incidentFits(condition: Condition, { id, status }: IncidentState): boolean {
  return condition.kind === 'status'
    ? condition.statuses.includes(status)
    : condition.kind === 'text' && condition.test(id);
}

/** All that any of the lists has; undefined when one of them is open. */
function union(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const closed = lists.flatMap((list) => (list === undefined ? [] : [list]));
  return lists.length === 0 || closed.length < lists.length ? undefined : [...new Set(closed.flat())];
}

function anyOf(column: string, values: readonly string[]): Part {
  return { sql: (parameter) => `${column} = ANY (${parameter}::text[])`, value: values };
}

const message = 'folded COLLATE "C"';
/** What is compared row by row: of the message the folded form that error_at has in it, which long ones lack. */
const texts: { readonly [field in TextField]?: string } = {
  host: folded('host'),
  logger: folded('logger'),
  message,
  exception: folded('exception_type'),
  trace: folded('trace_id'),
};

function folded(column: string): string {
  return `lower(${column} COLLATE "C")`;
}

function partOf(condition: Condition): Part | undefined {
  const { negated } = condition;
  switch (condition.kind) {
    case 'level':
      return {
        sql: (parameter) => `severity ${negated ? '<> ALL' : '= ANY'} (${parameter}::text[])`,
        value: condition.levels,
      };
    case 'word': {
      const { text } = condition;
      return alike(message, negated, negated ? surelyContaining(text) : containing(text));
    }
    case 'value':
      if (negated || condition.glob === null) return undefined;
      return alike(folded('fields::text'), false, likeInJson(condition.glob));
    case 'text': {
      const { field, glob } = condition;
      const text = texts[field];
      if (text === undefined || glob === null) return undefined;
      return alike(text, negated, negated ? surelyLike(glob) : like(glob));
    }
    default:
      return undefined;
  }
}

function alike(text: string, negated: boolean, pattern: string | null): Part | undefined {
  if (pattern === null) return undefined;
  // Null is a long message, which may have anything in it, or else a field that the error lacks.
  const unlessKnown = text === message ? 'IS NOT FALSE' : 'IS TRUE';
  const verdict = negated ? 'IS NOT TRUE' : unlessKnown;
  // Not strpos for a plain word: it takes a sixth less CPU, but the planner can't tell how few rows it finds, and then a
  // rare word is looked for by one process instead of three.
  return { sql: (parameter) => `(${text} LIKE ${parameter}) ${verdict}`, value: pattern };
}
