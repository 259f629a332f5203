/** Where a monitor may die between the store, Redis and Kafka. */
export const deathPoints = [
  'with a transaction under way',
  'after the transaction, before Redis',
  'with a fold under way',
  'before the commit of the offset',
] as const;

export type DeathPoint = (typeof deathPoints)[number];
