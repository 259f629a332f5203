import { describeIncidentStore } from '../contracts/incident-store.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const log = { topic: 'application-logs', partition: 0 };

describeIncidentStore('the store in memory', async () => {
  const store = createMemoryStore();
  return { store, move: (next) => store.move(log, next), totals: store.totals };
});
