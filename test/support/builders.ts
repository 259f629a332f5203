import type { Health, Link, Member, PartitionHealth } from '../../src/health.ts';
import type { BatchResult, LogError, MinuteCounts, SeverityCounts, StoredBatch } from '../../src/types.ts';
import { inColumns } from './minutes-of.ts';

/** A moment in local time, so that what a screen shows of it is the same in every time zone. */
export const noon = new Date(2026, 10, 23, 12, 3, 44, 118).getTime();

export function anError(some: Partial<LogError> = {}): LogError {
  const incident = some.incident ?? '00000000000000aa';
  return {
    format: 'python',
    severity: 'ERROR',
    service: 'user-management',
    message: 'Database connection failed: timeout after 3000 ms',
    time: noon,
    logger: null,
    host: null,
    exceptionType: null,
    stack: null,
    traceId: null,
    fields: {},
    topic: 'application-logs',
    partition: 0,
    offset: 0n,
    part: 0,
    at: noon,
    grouping: { fingerprint: `v1:${incident}`, tier: 'template', parts: [] },
    incident,
    ...some,
  };
}

export function severityCounts(some: Partial<SeverityCounts> = {}): SeverityCounts {
  return { CRITICAL: 0, ERROR: 0, EXCEPTION: 0, WARN: 0, INFO: 0, DEBUG: 0, UNKNOWN: 0, ...some };
}

/** A stored batch of these errors and, beside them, `others` records of level INFO by the same services. */
export function aStoredBatch(
  some: { readonly errors?: readonly LogError[]; readonly others?: number } & Partial<
    Pick<StoredBatch, 'newIncidents' | 'regressedIncidents'> &
      Pick<BatchResult, 'log' | 'from'> & { readonly counts: readonly MinuteCounts[] }
  > = {},
): StoredBatch {
  const {
    errors = [anError()],
    others = 0,
    log = { topic: 'application-logs', partition: 0 },
    from = 0n,
  } = some;
  const records = errors.length + others;
  const next = from + BigInt(records);
  return {
    batch: {
      log,
      from,
      next,
      end: next,
      records,
      errors,
      deadLetters: [],
      counts: inColumns(some.counts ?? countsOf(errors, others)),
    },
    inserted: errors.length,
    newIncidents: some.newIncidents ?? [],
    regressedIncidents: some.regressedIncidents ?? [],
  };
}

export function aLink(some: Partial<Link> = {}): Link {
  return { state: 'up', since: noon - 600_000, detail: null, attempts: 0, ...some };
}

export function aPartition(some: Partial<PartitionHealth> = {}): PartitionHealth {
  return { topic: 'application-logs', partition: 0, position: 100n, end: 100n, stopped: null, ...some };
}

export function aMember(some: Partial<Member> = {}): Member {
  return {
    id: 'member',
    name: 'prod-1:4711',
    since: noon - 600_000,
    observer: false,
    partitions: [0, 1].map((partition) => ({ topic: 'application-logs', partition })),
    lag: 0,
    partitionsOfTopics: 2,
    ...some,
  };
}

/** A monitor to which all is well; the only member where nothing else is said. */
export function aHealth(some: Partial<Health> = {}): Health {
  const partitions = some.partitions ?? [aPartition(), aPartition({ partition: 1 })];
  const self = some.self ?? aMember({ partitions, partitionsOfTopics: partitions.length });
  return {
    group: 'log-monitor-group',
    self,
    members: [self],
    kafka: aLink(),
    postgres: aLink(),
    redis: aLink(),
    partitions,
    deadLetters: 0,
    rebalances: 0,
    redaction: true,
    notices: [],
    ...some,
  };
}

function countsOf(errors: readonly LogError[], others: number): readonly MinuteCounts[] {
  const services = new Map<string, { -readonly [severity in keyof SeverityCounts]: number }>();
  const countsFor = (service: string) => {
    const known = services.get(service) ?? { ...severityCounts() };
    services.set(service, known);
    return known;
  };
  for (const error of errors) countsFor(error.service)[error.severity] += 1;
  if (others > 0) countsFor(errors[0]?.service ?? 'user-management').INFO += others;
  return Array.from(services, ([service, counts]) => ({
    service,
    minute: Math.floor(noon / 60_000) * 60_000,
    counts,
  }));
}
