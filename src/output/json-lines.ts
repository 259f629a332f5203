import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { titleOf } from '../incident-title.ts';
import type { Output } from '../ports.ts';
import type { Incident, LogError, StoredBatch } from '../types.ts';

/** Version of the lines' form; fields may be added without a new one. */
const version = 1;

/**
 * Prints stored errors, and incidents that they began, as one JSON object a line.
 *
 * A reader that is slow slows the loop: `push` resolves when the stream takes more.
 */
export function createJsonLines(stream: Writable): Output {
  return {
    async push({ batch, newIncidents }: StoredBatch): Promise<void> {
      if (batch.errors.length === 0) return;
      const announced = new Set(newIncidents);
      let text = '';
      for (const error of batch.errors) {
        if (announced.delete(error.incident)) text += `${toLine(incidentLine(error, batch.errors))}\n`;
        text += `${toLine(errorLine(error))}\n`;
      }
      await write(stream, text);
    },
  };
}

/** Writes and waits until the stream has room again; a stream that ended takes everything in silence. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (stream.destroyed || stream.write(text)) return;
  await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => {}); // an error is its listener's
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
  return {
    v: version,
    type: 'error',
    time: iso(error.time),
    level: error.severity,
    service: error.service,
    message: error.message,
    logger: error.logger,
    host: error.host,
    exceptionType: error.exceptionType,
    stack: error.stack,
    traceId: error.traceId,
    incident: error.incident,
    topic: error.topic,
    partition: error.partition,
    offset: String(error.offset),
    fields: error.fields,
  } as const;
}

function incidentLine(error: LogError, batch: readonly LogError[]) {
  const times = batch.filter(({ incident }) => incident === error.incident).map(({ at }) => at);
  const incident: Incident = {
    id: error.incident,
    status: 'NEW',
    level: error.severity,
    service: error.service,
    title: titleOf(error),
    count: times.length,
    firstSeen: times.reduce((a, b) => Math.min(a, b), error.at),
    lastSeen: times.reduce((a, b) => Math.max(a, b), error.at),
    fingerprint: error.grouping.fingerprint,
  };
  return {
    v: version,
    type: 'incident',
    change: 'new',
    incident: { ...incident, firstSeen: iso(incident.firstSeen), lastSeen: iso(incident.lastSeen) },
  } as const;
}

/** ISO 8601 UTC with milliseconds; a time that no calendar holds is the nearest that it does. */
export function iso(ms: number): string {
  return new Date(Math.min(Math.max(ms, -8.64e15), 8.64e15)).toISOString();
}
