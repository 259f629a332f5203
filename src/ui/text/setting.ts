import type { Span } from '../../filter/filter.ts';
import { cut, fit, wrapText } from '../../text/fit.ts';
import { visible } from '../../text/visible.ts';
import { highlight } from './highlight.ts';
import type { Paint } from './paint.ts';

type Style = (text: string) => string;

/** How the lines of a page are set: broken or cut, with headings, and with what a filter found marked. */
export type Setting = {
  readonly width: number;
  readonly paint: Paint;
  /** A text that is safe to write, as lines of one style. `columns` is the room; that of the page by default. */
  lines(text: string, style?: Style, columns?: number): readonly string[];
  /** A blank line and a title. */
  heading(text: string): readonly string[];
  /** A name and a value, which may take several lines. The value is safe to write. */
  pair(label: string, value: string): readonly string[];
  /** The same of a text from data; none for null or nothing. */
  optional(label: string, value: string | null): readonly string[];
};

export type SettingOptions = {
  readonly width: number;
  /** Breaks long lines; else they are cut. */
  readonly wrap: boolean;
  readonly highlights: ((text: string) => readonly Span[]) | null;
  readonly paint: Paint;
};

const labelWidth = 12;
/** Lines that one message, stack line or field may take when wrapped. */
const mostLines = 60;
const asItIs: Style = (text) => text;

/** Sets one page. Only `optional` makes a text from data safe; the others take it as they get it. */
export function createSetting({ width, wrap, highlights, paint }: SettingOptions): Setting {
  const lines: Setting['lines'] = (text, style = asItIs, columns = width - 4) => {
    const broken = wrap ? wrapText(text, columns, mostLines) : [cut(text, columns)];
    return broken.map((line) => highlight(line, highlights?.(line) ?? [], paint.match, style));
  };
  const pair: Setting['pair'] = (label, value) =>
    lines(value, asItIs, width - 4 - labelWidth - 2).map(
      (line, index) => `   ${paint.faint(fit(index === 0 ? label : '', labelWidth))}  ${line}`,
    );
  return {
    width,
    paint,
    lines,
    heading: (text) => ['', ` ${paint.accent(paint.strong(text))}`],
    pair,
    optional: (label, value) => (value === null || value === '' ? [] : pair(label, visible(value))),
  };
}
