import { MonitorError } from '../errors.ts';
import type { Environment } from './settings.ts';
import type { StoreConfig } from './store-config.ts';
import { switchIn } from './switch.ts';

/** The option of `watch`. */
export const observeOption = {
  observe: {
    type: 'boolean',
    describe: 'Join no group: show what its members publish and store [ESM_OBSERVE]',
    defaultDescription: 'off',
  },
} as const;

/**
 * Whether this process only looks on.
 *
 * @throws MonitorError `CONFIG` when it is asked to and has no address of the servers that the members share, or when
 * ESM_OBSERVE is neither on nor off.
 */
export function isObserving(
  flags: { readonly observe?: boolean | undefined; readonly http?: string | undefined },
  env: Environment,
  store: StoreConfig,
): boolean {
  const observing = flags.observe ?? switchIn(env, 'ESM_OBSERVE') ?? false;
  if (!observing) return false;
  if (store.databaseUrl === undefined) throw missing('the Postgres', 'store in', 'DATABASE_URL');
  if (store.redisUrl === undefined) throw missing('the Redis', 'publish to', 'REDIS_URL');
  if (flags.http !== undefined) {
    throw new MonitorError(
      'CONFIG',
      '--observe answers no HTTP.',
      'Leave --http away, or start a member: without --observe.',
    );
  }
  return true;
}

function missing(server: string, use: string, name: string): MonitorError {
  return new MonitorError(
    'CONFIG',
    `--observe needs ${server} that the members of the group ${use}.`,
    `Set ${name} (or ${name}_FILE) as the members have it, or leave --observe away to join the group.`,
  );
}
