import chalk from 'chalk';
import stringWidth from 'string-width';
import { titleOf } from '../incident-title.ts';
import type { KeptSeverity, LogError } from '../types.ts';

const colours: { readonly [level in KeptSeverity]: (text: string) => string } = {
  CRITICAL: (text) => chalk.magenta.bold(text),
  ERROR: (text) => chalk.red(text),
  EXCEPTION: (text) => chalk.yellow(text),
};

/**
 * Errors as a table, one line each, with a head.
 *
 * @param width - Columns of the terminal; lines are cut to it. Undefined: nothing is cut.
 */
export function errorTable(errors: readonly LogError[], width: number | undefined): string {
  const serviceWidth = Math.min(Math.max(7, ...errors.map(({ service }) => stringWidth(service))), 24);
  const head = `${'time'.padEnd(23)}  ${'level'.padEnd(9)}  ${'service'.padEnd(serviceWidth)}  ${'incident'}  message`;
  const lines = errors.map((error) => {
    const start = `${localTime(error.time)}  ${error.severity.padEnd(9)}  `;
    const rest = `${fit(error.service, serviceWidth)}  ${error.incident.slice(0, 8)}  ${titleOf(error)}`;
    const line = start + rest.replaceAll('\t', ' ');
    const cut = width === undefined ? line : cutTo(line, width);
    return cut.replace(error.severity, colours[error.severity]);
  });
  return `${[chalk.dim(width === undefined ? head : cutTo(head, width)), ...lines].join('\n')}\n`;
}

/** `2026-11-23 12:03:44.118` in the zone of the terminal. */
function localTime(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').slice(0, -1);
}

function fit(text: string, columns: number): string {
  const cut = cutTo(text, columns);
  return cut + ' '.repeat(Math.max(columns - stringWidth(cut), 0));
}

function cutTo(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let cut = '';
  let used = 1; // for the ellipsis
  for (const character of text) {
    used += stringWidth(character);
    if (used > columns) break;
    cut += character;
  }
  return `${cut}…`;
}
