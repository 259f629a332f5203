import { createCache } from '../shared/cache.ts';
import { runService } from '../shared/run-service.ts';
import { createPeers } from './peers.ts';
import { addTaskRoutes } from './task-routes.ts';
import { createTasks } from './tasks.ts';
import { runWorker } from './worker.ts';

const cacheSeconds = 2;

await runService({
  name: 'task-processing',
  version: '2.0.3',
  port: 5002,
  description: 'Takes tasks of users and carries them out in the background.',
  migrations: new URL('./migrations', import.meta.url),
  async build({ settings, log, tracing, database, redis, web, signal }) {
    const tasks = createTasks(database);
    const peers = createPeers(tracing, settings);
    const cache = createCache(redis, cacheSeconds);
    addTaskRoutes(web, { tasks, peers, cache, tracing });
    const worker = runWorker(
      { tasks, peers, cache, log, tracing, timeoutMs: settings.taskTimeoutMs },
      signal,
    );
    return { background: [worker], checks: {} };
  },
});
