/** A figure at a time, in ms. */
export type Sample = { readonly at: number; readonly value: number };

/** By how much the figure grows in a minute: the line of least squares through the samples. */
export function slopePerMinute(samples: readonly Sample[]): number {
  const mean = (pick: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [at, value] = [mean((sample) => sample.at), mean((sample) => sample.value)];
  const up = mean((sample) => (sample.at - at) * (sample.value - value));
  const along = mean((sample) => (sample.at - at) ** 2);
  return along === 0 ? 0 : (up / along) * 60_000;
}
