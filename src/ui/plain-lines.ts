import type { Writable } from 'node:stream';
import type { LiveRow, RowMark } from '../live-batch.ts';
import { write } from '../output/json-lines.ts';
import type { LiveOutput, Output } from '../ports.ts';
import { count } from '../text/numbers.ts';
import { clock } from '../text/times.ts';
import { visible } from '../text/visible.ts';
import type { Paint } from './text/paint.ts';

/** What is read of one message: a line that takes the whole screen tells no more. */
const mostText = 2_000;

/**
 * Prints each stored error as one line of text, for people who can't use a full screen: nothing is drawn twice. Errors of
 * other members come folded: one line for those of an incident and level that came at once, with their number.
 *
 * A reader that is slow slows the loop: `push` resolves when the stream takes more.
 */
export function createPlainLines(stream: Writable, paint: Paint): Output & LiveOutput {
  return {
    async take({ rows, withoutRow }): Promise<void> {
      const lines = rows.map((row) => `${paint.signs(lineOf(row, paint))}\n`);
      if (withoutRow > 0) lines.push(`${paint.signs(`… ${count(withoutRow)} more errors`)}\n`);
      if (lines.length > 0) await write(stream, lines.join(''));
    },
    async push({ batch, newIncidents, regressedIncidents }): Promise<void> {
      const marks = new Map<string, RowMark>(newIncidents.map((id) => [id, 'NEW']));
      for (const { id } of regressedIncidents) marks.set(id, 'REGRESSED');
      const lines = batch.errors.map((error) => {
        const mark = marks.get(error.incident) ?? null;
        marks.delete(error.incident);
        return `${paint.signs(lineOf({ error, count: 1, mark }, paint))}\n`;
      });
      if (lines.length > 0) await write(stream, lines.join(''));
    },
    async announce({ change, incident }): Promise<void> {
      const told = `${clock(Date.now(), true)} ${change.toUpperCase()} ${visible(incident.service)} ${visible(incident.title)}`;
      await write(stream, `${paint.signs(told)}\n`);
    },
  };
}

function lineOf({ error, count: times, mark }: LiveRow, paint: Paint): string {
  const { severity, service, message, exceptionType } = error;
  const text = message === '' ? (exceptionType ?? '(no message)') : message;
  return [
    paint.faint(clock(error.time, true)),
    paint.severity[severity](severity),
    paint.strong(visible(service)),
    ...(mark === null ? [] : [paint.badge(mark)]),
    visible(text.slice(0, mostText)),
    ...(times === 1 ? [] : [paint.faint(`×${count(times)}`)]),
  ].join(' ');
}
