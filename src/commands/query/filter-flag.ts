import { MonitorError } from '../../errors.ts';
import type { Filter } from '../../filter/filter.ts';

export const filterOption = {
  filter: {
    type: 'string',
    requiresArg: true,
    describe: "Only what the screen's filter finds: words, /regex/, service:user*, field.order:17, -not, or",
  },
} as const;

/** Undefined where nothing is filtered. Rejects with MonitorError `CONFIG` that marks the place of the first problem. */
export async function filterOf(text: string | undefined): Promise<Filter | undefined> {
  if (text === undefined || text.trim() === '') return undefined;
  const { parseFilter } = await import('../../filter/parse-filter.ts');
  const parsed = parseFilter(text);
  if ('filter' in parsed) return parsed.filter;
  const { message, at } = parsed.problem;
  const { default: stringWidth } = await import('string-width');
  const line = text.replace(/[\s\p{Cc}]/gu, ' ');
  const before = ' '.repeat(stringWidth(line.slice(0, at)));
  throw new MonitorError(
    'CONFIG',
    `--filter can't be read: ${message}\n  ${line}\n  ${before}^`,
    'It takes words, "two words", /regex/, service:user*, level:crit, field.NAME:value, -not, or: what / takes on the screen.',
  );
}
