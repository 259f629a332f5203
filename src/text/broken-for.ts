import { wrapText } from './fit.ts';

/** Plain text as `stream` takes it: in a terminal, which would tear words, its lines are broken at blanks. */
export function brokenFor(
  { isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>,
  text: string,
): string {
  if (!isTTY || !columns) return text;
  return text
    .split('\n')
    .flatMap((line) => wrapText(line, columns, Number.POSITIVE_INFINITY))
    .join('\n');
}
