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
