import { anIncident } from './a-session.ts';

/** What the store answers when it has two: one of the usual service, then one of billing. */
export const twoIncidents = {
  value: [anIncident({ title: 'first' }), anIncident({ id: 'bb', title: 'second', service: 'billing' })],
  problem: null,
};
