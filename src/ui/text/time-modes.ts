/** How the time of an error is shown: when it was written, when it came here, or how long ago it was written. */
export const timeModes = ['event', 'received', 'age'] as const;
/** One of `timeModes`. */
export type TimeMode = (typeof timeModes)[number];
