/** How many records go through the pipeline at once. */
export type SliceSizes = {
  /** Records of the next slice. */
  next(): number;
  /** Hears how long a slice took, in ms. */
  took(records: number, ms: number): void;
};

/** Long enough to be worth its own counts, short enough for keys and heartbeats. */
const wantedMs = 8;
const fewest = 1_000;
/** Of records that are only counted. When all of the next slice are errors it takes far longer than wanted, once. */
const most = 4_000;
/** A quick slice says little when the one before was slow: logs take turns. */
const memory = 0.8;
/** The last few records of a log say little of what a record takes. */
const enough = 100;

/**
 * Slices of the same time rather than of the same number of records: a storm's records take far longer than those that are
 * only counted, which would be many slices with counts of their own for each service.
 */
export function createSliceSizes(): SliceSizes {
  let msEach = wantedMs / fewest;
  return {
    next: () => Math.min(Math.max(Math.floor(wantedMs / msEach), fewest), most),
    took(records, ms) {
      if (records >= enough) msEach = Math.max(ms / records, msEach * memory);
    },
  };
}
