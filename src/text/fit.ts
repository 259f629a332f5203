import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const plainAscii = /^[ -~]*$/;

/** Columns the text takes in a terminal; colours take none. */
export const widthOf = stringWidth;

/**
 * Plain text cut to at most `columns` columns, with `…` where something is missing.
 *
 * Wide characters are never halved, so the result can be a column short.
 */
export function cut(text: string, columns: number): string {
  if (columns <= 0) return '';
  // What can't fit is not measured: a message may be a megabyte.
  const near = text.length > columns * 16 ? text.slice(0, columns * 16).toWellFormed() : text;
  if (near.length === text.length && widthOf(near) <= columns) return near;
  return `${takeColumns(near, columns - 1)}…`;
}

/** Plain text in exactly `columns` columns: cut, or filled with blanks on the right. */
export function fit(text: string, columns: number): string {
  const short = cut(text, columns);
  return short + ' '.repeat(Math.max(0, columns - widthOf(short)));
}

/** Plain text in exactly `columns` columns, filled with blanks on the left. */
export function fitRight(text: string, columns: number): string {
  const short = cut(text, columns);
  return ' '.repeat(Math.max(0, columns - widthOf(short))) + short;
}

/** Fills styled text with blanks up to `columns`; text that is wider stays as it is. */
export function fill(styled: string, columns: number): string {
  return styled + ' '.repeat(Math.max(0, columns - widthOf(styled)));
}

/**
 * Plain text broken into lines of at most `columns` columns, at blanks where one is near, at most `maxLines` of them.
 *
 * The last line ends with `…` when there is more.
 */
export function wrapText(text: string, columns: number, maxLines: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (lines.length < maxLines - 1) {
    const line = takeColumns(rest, Math.max(2, columns));
    if (line.length === rest.length) break;
    const blank = line.lastIndexOf(' ');
    const end = rest[line.length] === ' ' || blank < columns / 2 ? line.length : blank;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^ /, '');
  }
  lines.push(cut(rest, columns));
  return lines;
}

function takeColumns(text: string, columns: number): string {
  const head = text.slice(0, columns);
  if (plainAscii.test(head))
    return head.length === columns && joinsNext(text, columns) ? head.slice(0, -1) : head;
  let taken = 0;
  for (const { segment, index } of graphemes.segment(text.slice(0, columns * 16))) {
    taken += widthOf(segment);
    if (taken > columns) return text.slice(0, index);
  }
  return text.slice(0, columns * 16);
}

/** Whether the character at `index` is no ASCII, so that it might combine with the one before it. */
function joinsNext(text: string, index: number): boolean {
  return index < text.length && text.charCodeAt(index) > 0x7e;
}
