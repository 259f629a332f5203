import type { KeptSeverity, LogError } from '../types.ts';
import { inYears } from './in-years.ts';

/** Errors of one incident, service and severity in one minute. Times are ms since the epoch, in years of four digits. */
export type Hit = {
  readonly fingerprint: string;
  readonly service: string;
  readonly severity: KeptSeverity;
  /** Start of the minute, by Kafka timestamp. */
  readonly minute: number;
  count: number;
  /** Kafka timestamps. */
  firstAt: number;
  lastAt: number;
  /** Latest time at which the service wrote one. */
  newest: number;
};

const minuteMs = 60_000;

export function hitsOf(errors: readonly LogError[]): readonly Hit[] {
  const hits = new Map<string, Hit[]>();
  for (const error of errors) {
    const { fingerprint } = error.grouping;
    const ofFingerprint = hits.get(fingerprint) ?? [];
    if (ofFingerprint.length === 0) hits.set(fingerprint, ofFingerprint);
    add(ofFingerprint, error);
  }
  return [...hits.values()].flat();
}

/** An incident has few hits in a batch: one for each of its minutes, mostly. */
function add(hits: Hit[], { grouping, service, severity, at: kafkaTime, time }: LogError): void {
  const at = inYears(kafkaTime);
  const newest = inYears(time);
  const minute = Math.floor(at / minuteMs) * minuteMs;
  const hit = hits.find(
    (one) => one.minute === minute && one.severity === severity && one.service === service,
  );
  if (hit === undefined) {
    const { fingerprint } = grouping;
    hits.push({ fingerprint, service, severity, minute, count: 1, firstAt: at, lastAt: at, newest });
    return;
  }
  hit.count += 1;
  hit.firstAt = Math.min(hit.firstAt, at);
  hit.lastAt = Math.max(hit.lastAt, at);
  hit.newest = Math.max(hit.newest, newest);
}
