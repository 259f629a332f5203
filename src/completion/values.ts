import { setTimeout as sleep } from 'node:timers/promises';
import { profilesOf } from '../config/config-file.ts';
import type { Environment } from '../config/settings.ts';
import { colorChoices } from '../text/color-level.ts';
import { themeNames } from '../text/themes.ts';
import type { Candidate, Values } from './complete.ts';
import { shells } from './shells.ts';

/** Longer nobody waits for a Tab. */
const patienceMs = 1_500;

const times = ['15m', '1h', '24h', '7d', 'today', 'yesterday'];
/** Values that are always the same, by the name of the flag or of the place in the command line. */
const fixed: { readonly [name: string]: readonly string[] } = {
  level: ['critical', 'error', 'exception'],
  status: ['new', 'ongoing', 'escalating', 'regressed', 'resolved', 'muted'],
  'fail-on': ['new', 'regressed'],
  theme: themeNames,
  color: colorChoices,
  since: times,
  until: times,
  from: ['earliest', 'latest', ...times],
  to: ['earliest', 'latest', ...times],
  bucket: ['1m', '5m', '15m', '1h', '1d'],
  'redact-also': ['emails', 'cards'],
  shell: shells,
};

type Source = (env: Environment) => Promise<readonly Candidate[]>;
const incidents: Source = async (env) => (await import('./stored-values.ts')).storedIncidents(env);
const topics: Source = async (env) => (await import('./kafka-values.ts')).existingTopics(env);
/** Values that a server or a file knows. */
const sources: { readonly [name: string]: Source } = {
  service: async (env) => (await import('./stored-values.ts')).storedServices(env),
  incident: incidents,
  id: incidents,
  topic: topics,
  topics,
  profile: async (env) => (await profilesOf(env)).map(plain),
  tz: async () => Intl.supportedValuesOf('timeZone').map(plain),
};

/** Candidates for values; a server that can't be asked, or not soon, has none. */
export function createValues(env: Environment): Values {
  return async (name) => {
    const same = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
    if (same !== undefined) return same.map(plain);
    const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
    if (source === undefined) return undefined;
    const late = sleep(patienceMs, [], { ref: false });
    return await Promise.race([source(env).catch(() => []), late]);
  };
}

function plain(value: string): Candidate {
  return { value, description: '' };
}
