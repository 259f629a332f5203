import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './faults.ts';
import type { Stage } from './scenarios.ts';
import type { Traffic } from './traffic.ts';

/**
 * Goes through the stages over and over until `signal` aborts; then everything that was broken is whole again.
 *
 * @param onStage - Told at the beginning of each stage.
 */
export async function runScenario(
  stages: readonly Stage[],
  world: World,
  traffic: Traffic,
  onStage: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for (const stage of stages) {
      if (!signal.aborted) await runStage(stage, world, traffic, onStage, signal);
    }
  }
}

async function runStage(
  stage: Stage,
  world: World,
  traffic: Traffic,
  onStage: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<void> {
  const faults = (stage.faults ?? []).map((create) => create(world));
  onStage(stage);
  try {
    await Promise.all(faults.map((fault) => fault.begin()));
    traffic.campaign(stage.campaign ?? 0);
    await sleep(stage.seconds * 1_000, undefined, { signal }).catch(() => {}); // only an abort rejects
  } finally {
    traffic.campaign(0);
    await Promise.all(faults.map((fault) => fault.end()));
  }
}
