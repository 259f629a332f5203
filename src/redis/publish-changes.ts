import { once } from 'node:events';
import type { IncidentChange } from '../ports.ts';
import type { RedisConnection } from './connect.ts';
import { encodeEntry } from './live-entry.ts';
import { liveKeys, maxEntries, maxEntryBytes, streamSeconds } from './live-keys.ts';
import type { TotalsOwner } from './totals-keys.ts';

const changesAtOnce = 100;

/**
 * Tells the screens of some groups what became of incidents, for a process that is no member and publishes nothing else.
 *
 * It is sent once and never rejects: of a Redis that is away nobody hears, and screens find it in the store, too.
 * @param timeoutMs - How long to wait for a connection that is not there yet.
 */
export async function publishChanges(
  { client }: RedisConnection,
  owners: readonly TotalsOwner[],
  changes: readonly IncidentChange[],
  timeoutMs: number,
): Promise<void> {
  try {
    // 'reconnecting' says that it refused, or gave no answer in time.
    if (client.status === 'connecting' || client.status === 'connect')
      await once(client, 'ready', { signal: AbortSignal.timeout(timeoutMs) });
    const parts = Array.from({ length: Math.ceil(changes.length / changesAtOnce) }, (_, part) =>
      encodeEntry(
        { batch: null, changes: changes.slice(part * changesAtOnce, (part + 1) * changesAtOnce) },
        maxEntryBytes,
      ),
    );
    const pipeline = client.pipeline();
    for (const { stream } of owners.map(liveKeys)) {
      for (const text of parts)
        pipeline.xadd(stream, 'MAXLEN', '~', maxEntries, '*', 'member', '', 'entry', text);
      pipeline.expire(stream, streamSeconds);
    }
    await pipeline.exec();
  } catch {
    // it is away
  }
}
