import type { Kafka } from 'kafkajs';

/**
 * Makes a client's own connections, with its addresses and credentials, below its consumers and producers.
 *
 * kafkajs (2.2.4, its last version) keeps it under a symbol, and has no public way to fetch without a group (its issue
 * 373, open since 2019) or to read fetched bytes. `Cluster` is what the caller uses of its inner parts; nothing checks it.
 */
export type ClusterMaker<Cluster> = (options: object) => Cluster;

/** @throws Error when the client is made differently, so that a new version of it can't go unnoticed. */
export function clusterMaker<Cluster>(kafka: Kafka): ClusterMaker<Cluster> {
  return Reflect.get(kafka, makerKey(kafka));
}

/** Lets all consumers that the client makes from now on use `make`. @throws Error like `clusterMaker`. */
export function setClusterMaker<Cluster>(kafka: Kafka, make: ClusterMaker<Cluster>): void {
  Reflect.set(kafka, makerKey(kafka), make);
}

function makerKey(kafka: Kafka): symbol {
  const isMaker = (key: symbol) => key.description === 'private:Kafka:createCluster';
  const key = Object.getOwnPropertySymbols(kafka).find(isMaker);
  if (key === undefined || typeof Reflect.get(kafka, key) !== 'function') {
    throw new Error('This version of kafkajs makes its clusters in another way.');
  }
  return key;
}
