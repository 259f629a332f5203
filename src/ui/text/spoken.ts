import { stripVTControlCharacters } from 'node:util';

const frames = /[╭╮╰╯┏┓┗┛┤│┃─━]/g;
const bars = /[▁▂▃▄▅▆▇█▏▎▍▌▋▊▉■]+/g;

/** The head of the columns of bars, which are left out. */
const headOfBars = / {2,}5 min(?= |$)/g;

/**
 * A styled line as a screen reader should say it: no frames and bars, a semicolon between columns, as numbers have commas
 * in them, and `>` before what is marked.
 */
export function spoken(line: string): string {
  return stripVTControlCharacters(line)
    .replace(frames, ' ')
    .replace(bars, ' ')
    .replace(headOfBars, ' ')
    .replace(/[›▸]+ */g, '> ')
    .trim()
    .replace(/ {2,}/g, '; ');
}
