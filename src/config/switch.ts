import { MonitorError } from '../errors.ts';
import type { Environment } from './settings.ts';

/**
 * Whether a variable of the environment turns something on or off; undefined when it is not set, or empty.
 *
 * @throws MonitorError `CONFIG` for any other value: what is meant to be on must not be off in silence.
 */
export function switchIn(env: Environment, name: string): boolean | undefined {
  const text = env[name]?.toLowerCase() ?? '';
  if (text === '') return undefined;
  if (['1', 'true', 'yes', 'on'].includes(text)) return true;
  if (['0', 'false', 'no', 'off'].includes(text)) return false;
  throw new MonitorError('CONFIG', `${name} can't be "${env[name]}".`, 'It takes true or false.');
}
