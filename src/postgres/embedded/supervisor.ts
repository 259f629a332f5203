// The program of the process that watches over an embedded server; it outlives the monitor that starts it.
import { supervise } from './supervise.ts';

// It decides by the leases alone: the Ctrl-C or the closed terminal of one monitor must not take the server from others.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined || !(await supervise(dataDir))) process.exitCode = 1;
