import type { Row } from './print-rows.ts';

/** One call of the benchmark: when, how it was asked for, and on what it ran. */
export type BenchRun = {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly command: string;
  /** 1 is the whole load. */
  readonly scale: number;
  readonly machine: {
    readonly cores: number;
    readonly cpu: string;
    readonly memoryGiB: number;
    readonly system: string;
    /** Processes that wanted a core in the minute before the run: above 0, the machine did other work too. */
    readonly load: number;
  };
  readonly versions: { readonly [name: string]: string };
};

/** The newest rows of each benchmark by its name, with the run that they are from; the form of docs/benchmarks.json. */
export type Results = {
  readonly v: 1;
  readonly benches: { readonly [name: string]: { readonly run: BenchRun; readonly rows: readonly Row[] } };
};

export const noResults: Results = { v: 1, benches: {} };

/** Puts a benchmark's rows in the place of its older ones. The benchmarks stand in the order of `names`, others go. */
export function withRows(
  { benches }: Results,
  names: readonly string[],
  name: string,
  run: BenchRun,
  rows: readonly Row[],
): Results {
  const all = { ...benches, [name]: { run, rows } };
  const kept = names.flatMap((each) => (all[each] === undefined ? [] : [[each, all[each]] as const]));
  return { v: 1, benches: Object.fromEntries(kept) };
}
