import type { Level } from './log-record.ts';
import type { Random } from './random.ts';

/** A place in a service's code that logs: one message with varying values, from one line. */
export type Template = {
  readonly level: Level;
  readonly logger: string;
  readonly function: string;
  readonly line: number;
  /** How often, compared to the others of the same kind; 1 unless said. */
  readonly weight?: number;
  readonly message: (random: Random) => string;
  readonly exception?: (random: Random) => string;
};

/** What one service logs while nothing is wrong. Most is routine; troubles are the few errors of an ordinary day. */
export type ServiceTemplates = {
  readonly routine: readonly [Template, ...Template[]];
  readonly warnings: readonly [Template, ...Template[]];
  readonly troubles: readonly [Template, ...Template[]];
};

/** Chooses by weight. */
export function pickTemplate(templates: readonly [Template, ...Template[]], random: Random): Template {
  const total = templates.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let left = random.share() * total;
  for (const template of templates) {
    left -= template.weight ?? 1;
    if (left < 0) return template;
  }
  return templates[0];
}
