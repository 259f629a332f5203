import type { Random } from './random.ts';

const firstNames = [
  'maria',
  'josé',
  'anna',
  'li.wei',
  'søren',
  'priya',
  'omar',
  'zoë',
  'yuki',
  'françois',
  'ivan',
  'chloe',
] as const;
const lastNames = [
  'garcia',
  'müller',
  'tanaka',
  'novák',
  'okafor',
  'smith',
  'rossi',
  'jensen',
  'patel',
  'şahin',
] as const;
const domains = ['example.com', 'example.org', 'mail.example.net'] as const;

export const userName = (random: Random) => `${random.pick(firstNames)}.${random.pick(lastNames)}`;
export const userId = (random: Random) => random.int(10_000, 99_999);
export const email = (random: Random) =>
  `${userName(random)
    .normalize('NFD')
    .replace(/[^a-z.]/g, '')}@${random.pick(domains)}`;
export const ipAddress = (random: Random) =>
  `10.${random.int(0, 31)}.${random.int(0, 255)}.${random.int(1, 254)}`;
export const taskId = (random: Random) => `task-${random.hex(8)}`;
export const requestId = (random: Random) => `req-${random.hex(12)}`;

/** Milliseconds of a call: mostly short, with a long tail. */
export const durationMs = (random: Random, typicalMs: number) =>
  Math.max(1, Math.round(typicalMs * (0.5 + random.gap(1))));
