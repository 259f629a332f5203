/** The looks that `--theme` and `T` choose. */
export const themeNames = ['dark', 'light', 'high-contrast', 'ascii'] as const;
/** One of `themeNames`. */
export type ThemeName = (typeof themeNames)[number];

/**
 * One character of ASCII for each sign that the screen draws by itself, of the same width, so that nothing moves.
 *
 * Text from the data keeps its letters; only such signs in it are put in the same way.
 */
const asciiSigns: { readonly [sign: string]: string } = {
  ...pairs('╭╮╰╯┏┓┗┛┤', '+++++++++'),
  ...pairs('─━│┃', '-=||'),
  ...pairs('▁▂▃▄▅▆▇█', '_.:-=+*#'),
  ...pairs('▏▎▍▌▋▊▉', '|||||||'),
  ...pairs('●○◌✖❚■▪', '*ooX|#-'),
  ...pairs('›▸▾×…–·↵', '>>vx~--$'),
  ...pairs('↑↓←→↗↘', '^v<>/\\'),
};
const everySign = new RegExp(`[${Object.keys(asciiSigns).join('')}\u2400-\u2421]`, 'gu');

/** Puts the signs of a line in ASCII; control pictures become `?`. */
export function toAscii(line: string): string {
  return line.replace(everySign, (sign) => asciiSigns[sign] ?? '?');
}

function pairs(signs: string, ascii: string): { readonly [sign: string]: string } {
  return Object.fromEntries(Array.from(signs, (sign, index) => [sign, ascii[index] ?? '?']));
}
