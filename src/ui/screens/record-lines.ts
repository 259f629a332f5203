import { clock, dateTime } from '../../text/times.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import type { Neighbour } from '../../types.ts';
import { severityStyle } from '../text/neighbour-line.ts';
import type { Setting } from '../text/setting.ts';
import { errorLines } from './error-lines.ts';

/** A record of Kafka in full, as the monitor reads it. */
export function recordLines(neighbour: Neighbour, setting: Setting): readonly string[] {
  const { heading, pair, lines, paint } = setting;
  if (!('reason' in neighbour)) {
    const { severity, service, time } = neighbour;
    const head = [
      severityStyle(severity, paint)(severity),
      paint.strong(visible(service)),
      clock(time, true),
    ];
    return [` ${head.join('  ')}`, ...errorLines(neighbour, null, setting)];
  }
  const { topic, partition, offset, at, reason, sample } = neighbour;
  return [
    ` ${paint.warn(`This record can't be read: ${visible(reason)}`)}`,
    ...heading('It begins with'),
    ...visibleLines(sample === '' ? '(nothing)' : sample).flatMap((line) =>
      lines(line).map((text) => `   ${text}`),
    ),
    ...heading('Source'),
    ...pair('in Kafka', dateTime(at)),
    ...pair('position', `${visible(topic)} / ${partition} @ ${offset}`),
  ];
}
