/** An incident of the made-up past: all its errors differ in their ids and numbers only. */
export type StoredIncident = {
  readonly id: string;
  readonly fingerprint: string;
  readonly service: string;
  readonly severity: 'CRITICAL' | 'ERROR' | 'EXCEPTION';
  readonly exceptionType: string | null;
  readonly logger: string;
  readonly host: string;
  /** Its text with `{id}` and `{ms}` in it. */
  readonly template: string;
  /** A word of this incident alone. */
  readonly mark: string;
  readonly stack: string | null;
};

export const serviceCount = 50;

/** Incident number `rank`; everything about it follows from the number. Half of them have a stack of about 900 bytes. */
export function storedIncident(rank: number): StoredIncident {
  const random = createRandom(rank + 1);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
  const id = Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('');
  const service = `${areas[rank % areas.length]}-${Math.floor(rank / areas.length) % (serviceCount / areas.length)}`;
  const mark = `${pick(things)}${pick(areas)}${rank.toString(36)}`;
  const exceptionType = rank % 2 === 0 ? `${capital(pick(things))}${capital(pick(deeds))}Error` : null;
  return {
    id,
    fingerprint: `v1:${id}`,
    service,
    severity: rank % 10 === 0 ? 'CRITICAL' : rank % 3 === 0 ? 'EXCEPTION' : 'ERROR',
    exceptionType,
    logger: `${service}.${pick(things)}`,
    host: `${service}-${Math.floor(random() * 8)}`,
    template: `${capital(pick(things))} {id} ${pick(deeds)} by ${pick(things)} ${mark} of ${pick(areas)} after {ms} ms`,
    mark,
    stack: exceptionType === null ? null : stackOf(exceptionType, service, rank),
  };
}

/** A small generator of numbers in `[0, 1)`, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const areas = [
  'billing',
  'search',
  'checkout',
  'users',
  'stock',
  'mail',
  'reports',
  'rates',
  'media',
  'gateway',
];
const things = [
  'payment',
  'order',
  'session',
  'upload',
  'invoice',
  'basket',
  'token',
  'worker',
  'queue',
  'cache',
  'index',
];
const deeds = [
  'declined',
  'refused',
  'timed out',
  'rejected',
  'lost',
  'unreadable',
  'locked',
  'exhausted',
  'aborted',
];

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(' ', '');
}

function stackOf(type: string, service: string, rank: number): string {
  const calls = Array.from(
    { length: 9 },
    (_, i) =>
      `  File "/app/${service}/step_${i}.py", line ${20 + ((rank * 7 + i) % 400)}, in handle_step_${i}\n    return next_step(request, order)`,
  );
  return ['Traceback (most recent call last):', ...calls, `${type}: step ${rank} failed`].join('\n');
}
