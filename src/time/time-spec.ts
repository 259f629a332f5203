const unitMs: { readonly [unit: string]: number } = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads a length of time such as `90s`, `15m`, `2h`, `3d`, in ms; undefined when the text is none. */
export function durationMs(text: string): number | undefined {
  const parts = /^(\d{1,9}(?:\.\d+)?)\s*([smhdw])$/.exec(text.trim());
  return parts === null ? undefined : Number(parts[1]) * (unitMs[parts[2] ?? ''] ?? 0);
}

/**
 * Reads a point in time: an ISO date or time (UTC where it names no zone), or an age such as `90s`, `15m`, `2h`, `3d`.
 *
 * @returns ms since the epoch; undefined when the text is neither.
 */
export function parseTime(text: string, now: number): number | undefined {
  const age = durationMs(text);
  if (age !== undefined) return now - age;
  if (!/^\d{4}-\d{2}-\d{2}/.test(text.trim())) return undefined;
  const iso = text.trim().replace(' ', 'T').replace(',', '.');
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(iso) || !iso.includes('T') ? iso : `${iso}Z`;
  const ms = Date.parse(zoned);
  return Number.isNaN(ms) ? undefined : ms;
}
