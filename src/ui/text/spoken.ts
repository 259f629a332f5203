import { stripVTControlCharacters } from 'node:util';

const frames = /[╭╮╰╯┏┓┗┛┤│┃─━]/g;
const bars = /[▁▂▃▄▅▆▇█▏▎▍▌▋▊▉■]+/g;

/** A styled line as a screen reader should say it: no frames and bars, a comma between columns, `>` before what is marked. */
export function spoken(line: string): string {
  return stripVTControlCharacters(line)
    .replace(frames, ' ')
    .replace(bars, ' ')
    .replace(/[›▸]+ */g, '> ')
    .trim()
    .replace(/ {2,}/g, ', ');
}
