import { MonitorError } from '../errors.ts';

/** The error for an id that names no incident. @param reason - A sentence that says why. */
export function noIncident(reason: string): MonitorError {
  return new MonitorError('REFUSED', reason, 'See the ids: esm-monitor query incidents');
}
