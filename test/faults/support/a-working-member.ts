import type { MonitorProcess } from '../../support/a-monitor-process.ts';
import { produceNumbers } from '../../support/numbered-records.ts';
import type { ServerAddresses } from '../../support/servers.ts';
import { aFaultWorld, type FaultWorld, type WorldOptions } from './fault-world.ts';
import { untilRead } from './judge.ts';
import { type Load, startLoad } from './load.ts';

/** A world with a member that stores a steady load. @param own - As for `aFaultWorld`. */
export async function aBusyMember(
  perSecond: number,
  own: Partial<ServerAddresses> = {},
  options: WorldOptions = {},
): Promise<{ readonly world: FaultWorld; readonly member: MonitorProcess; readonly load: Load }> {
  const world = await aFaultWorld(own, options);
  const load = startLoad(world.kafka, world.topic, perSecond);
  const member = world.member();
  await world.progress();
  return { world, member, load };
}

/** A world with a member that has stored all of so many numbered records. */
export async function aMemberAtTheEnd(
  records: number,
): Promise<{ readonly world: FaultWorld; readonly member: MonitorProcess }> {
  const world = await aFaultWorld();
  await produceNumbers(world.kafka, world.topic, 0, records);
  const member = world.member();
  await untilRead(world);
  return { world, member };
}
