import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { titleOf } from '../incident-title.ts';
import type { Output } from '../ports.ts';
import type { LogError, LogId, Neighbour, PlacedEvent, RegressedIncident, StoredBatch } from '../types.ts';

/** Version of the lines' form; fields may be added without a new one. */
const version = 1;

/**
 * Prints stored errors, and the incidents that they began or brought back, as one JSON object a line.
 *
 * A reader that is slow slows the loop: `push` resolves when the stream takes more.
 */
export function createJsonLines(stream: Writable): Output {
  return {
    async push(stored: StoredBatch): Promise<void> {
      const { errors } = stored.batch;
      if (errors.length === 0) return;
      const changes = changesOf(stored);
      let text = '';
      for (const error of errors) {
        const change = changes.get(error.incident);
        if (change !== undefined) {
          changes.delete(error.incident);
          text += `${toLine(incidentLine(change, error, errors))}\n`;
        }
        text += `${toLine(errorLine(error))}\n`;
      }
      await write(stream, text);
    },
    async announce({ change, incident }): Promise<void> {
      const { id, status, level, service, title, count, firstSeen, lastSeen, fingerprint } = incident;
      const seen = { firstSeen: iso(firstSeen), lastSeen: iso(lastSeen) };
      const line = { id, status, level, service, title, count, ...seen, fingerprint };
      await write(stream, `${toLine({ v: version, type: 'incident', change, incident: line })}\n`);
    },
  };
}

/** What a batch did to an incident, and what was known of it before. */
type Change = { readonly change: 'new' | 'regressed'; readonly before: RegressedIncident | undefined };

function changesOf({ newIncidents, regressedIncidents }: StoredBatch): Map<string, Change> {
  return new Map<string, Change>([
    ...newIncidents.map((id) => [id, { change: 'new', before: undefined }] as const),
    ...regressedIncidents.map((before) => [before.id, { change: 'regressed', before }] as const),
  ]);
}

/** Writes and waits until the stream has room again; a stream that ended takes everything in silence. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (stream.destroyed || stream.write(text)) return;
  let waiting = drains.get(stream);
  if (waiting === undefined) {
    waiting = drained(stream).finally(() => drains.delete(stream));
    drains.set(stream, waiting);
  }
  await waiting;
}

/** All who wait for one stream wait together: each partition writes, and a listener for each of them is a leak. */
const drains = new WeakMap<Writable, Promise<void>>();

async function drained(stream: Writable): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(() => {}); // an error is its listener's
  over.abort();
}

/**
 * One object as a line that any terminal and any line reader takes: JSON escapes C0 controls and lone surrogates, this
 * also DEL, C1 and the separators U+2028 and U+2029. Parsed, the line gives the same value.
 */
export function toLine(value: unknown): string {
  const json = JSON.stringify(value);
  return unsafe.test(json) ? json.replace(unsafeAll, escaped) : json;
}

const unsafe = /[\u007f-\u009f\u2028\u2029]/;
const unsafeAll = /[\u007f-\u009f\u2028\u2029]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** An error as scripts get it, live and from `query --json`. */
export function errorLine(error: LogError) {
  const { incident } = error;
  return {
    v: version,
    type: 'error',
    ...eventPart(error),
    incident,
    ...placePart(error),
    fields: error.fields,
  } as const;
}

/** A record of any severity in the same form: it has no incident, and where it can't be read, the reason. */
export function neighbourLine(record: Neighbour) {
  const begin = { v: version, type: 'record' } as const;
  if ('reason' in record) {
    const { at, reason, sample } = record;
    return { ...begin, time: iso(at), unreadable: reason, sample, ...placePart(record) } as const;
  }
  return { ...begin, ...eventPart(record), ...placePart(record), fields: record.fields } as const;
}

function eventPart(event: PlacedEvent) {
  const { time, severity: level, service, message, logger, host, exceptionType, stack, traceId } = event;
  return { time: iso(time), level, service, message, logger, host, exceptionType, stack, traceId } as const;
}

function placePart({ topic, partition, offset }: LogId & { readonly offset: bigint }) {
  return { topic, partition, offset: String(offset) } as const;
}

function incidentLine({ change, before }: Change, error: LogError, errors: readonly LogError[]) {
  const times = errors.filter(({ incident }) => incident === error.incident).map(({ at }) => at);
  return {
    v: version,
    type: 'incident',
    change,
    incident: {
      id: error.incident,
      status: change === 'new' ? 'NEW' : 'REGRESSED',
      level: error.severity,
      service: error.service,
      title: titleOf(error),
      count: (before?.countBefore ?? 0) + times.length,
      firstSeen: iso(times.reduce((a, b) => Math.min(a, b), before?.firstSeen ?? error.at)),
      lastSeen: iso(times.reduce((a, b) => Math.max(a, b), error.at)),
      fingerprint: error.grouping.fingerprint,
    },
  } as const;
}

/** ISO 8601 UTC with milliseconds; a time that no calendar holds is the nearest that it does. */
export function iso(ms: number): string {
  return new Date(Math.min(Math.max(ms, -8.64e15), 8.64e15)).toISOString();
}
