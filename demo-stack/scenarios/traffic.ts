import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../processes/start-services.ts';
import { createRandom, type Random } from '../traffic/random.ts';
import { createPeople } from './people.ts';

const requestTimeoutMs = 8_000;
const mostUnderWay = 200;
const firstUsers = 3;

export type TrafficOptions = {
  /** Ordinary requests a second, at random moments, as people make them. */
  readonly ratePerSecond: number;
  readonly seed: number;
};

export type TrafficCounts = {
  readonly requests: number;
  /** Answered with 5xx, or not at all. */
  readonly failed: number;
};

/** People who use the three services through HTTP. */
export type Traffic = {
  /** Lets a campaign ask for so many mails a second from now on. */
  campaign(perSecond: number): void;
  counts(): TrafficCounts;
  /** Ends with the signal, which also ends the requests under way. */
  readonly ended: Promise<void>;
};

/** Registers the first users and begins; resolves then. */
export async function startTraffic(
  services: Services,
  { ratePerSecond, seed }: TrafficOptions,
  signal: AbortSignal,
): Promise<Traffic> {
  const random = createRandom(seed);
  const underWay = new Set<Promise<void>>();
  let requests = 0;
  let failed = 0;
  let campaignPerSecond = 0;

  const request = async (url: string, init: RequestInit = {}) => {
    requests += 1;
    try {
      const patience = AbortSignal.any([AbortSignal.timeout(requestTimeoutMs), signal]);
      const response = await fetch(url, { ...init, signal: patience });
      const text = await response.text();
      if (response.status >= 500) failed += 1;
      return response.ok && text !== '' ? (JSON.parse(text) as unknown) : undefined;
    } catch {
      if (!signal.aborted) failed += 1; // it took too long, or nobody listens: part of the story
      return undefined;
    }
  };
  const people = createPeople(services, request, random);
  await Promise.all(Array.from({ length: firstUsers }, people.register));

  const begin = (action: () => Promise<void>) => {
    if (underWay.size >= mostUnderWay) return; // those who wait would wait longer
    const acting = action().finally(() => underWay.delete(acting));
    underWay.add(acting);
  };
  const ended = Promise.all([
    poisson(
      random,
      () => ratePerSecond,
      () => begin(people.next),
      signal,
    ),
    poisson(
      random,
      () => campaignPerSecond,
      () => begin(people.askForMail),
      signal,
    ),
  ]).then(async () => void (await Promise.all(underWay)));
  return {
    campaign(perSecond) {
      campaignPerSecond = perSecond;
    },
    counts: () => ({ requests, failed }),
    ended,
  };
}

/** Calls `act` at random moments, so many times a second on average; in between it looks whether the rate changed. */
async function poisson(
  random: Random,
  rate: () => number,
  act: () => void,
  signal: AbortSignal,
): Promise<void> {
  let next = performance.now();
  while (!signal.aborted) {
    const perMs = rate() / 1_000;
    const now = performance.now();
    if (perMs === 0) next = now;
    for (; perMs > 0 && next <= now; next += random.gap(perMs)) act();
    await sleep(20, undefined, { signal }).catch(() => {}); // only an abort rejects
  }
}
