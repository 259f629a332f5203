import stringWidth from 'string-width';
import { MonitorError } from '../../errors.ts';
import type { Filter } from '../../filter/filter.ts';
import { parseFilter } from '../../filter/parse-filter.ts';

export const filterOption = {
  filter: {
    type: 'string',
    requiresArg: true,
    describe: "Only what the screen's filter finds: words, /regex/, service:user*, field.order:17, -not, or",
  },
} as const;

/** Undefined where nothing is filtered. @throws MonitorError `CONFIG` that marks the place of the first problem. */
export function filterOf(text: string | undefined): Filter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const parsed = parseFilter(text);
  if ('filter' in parsed) return parsed.filter;
  const { message, at } = parsed.problem;
  const line = text.replace(/[\s\p{Cc}]/gu, ' ');
  const before = ' '.repeat(stringWidth(line.slice(0, at)));
  throw new MonitorError(
    'CONFIG',
    `--filter can't be read: ${message}\n  ${line}\n  ${before}^`,
    'It takes words, "two words", /regex/, service:user*, level:crit, field.NAME:value, -not, or: what / takes on the screen.',
  );
}
