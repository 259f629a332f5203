import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { placeCluster } from '../../src/postgres/embedded/run-as.ts';
import { type GuardedProcesses, startGuardian } from './guarded-processes.ts';
import { createJars } from './jars.ts';
import type { KafkaDoors } from './kafka-listeners.ts';
import { planKafka } from './kafka-server.ts';
import { planPostgres } from './postgres-server.ts';
import { planRedis } from './redis-server.ts';
import { runServer, type ServerControl } from './server-control.ts';
import type { ServerName } from './server-plan.ts';

/** What happens to a server: `given` is one whose address stands in the environment, so none is started. */
export type ServerProgress = {
  readonly server: ServerName;
  readonly state: 'starting' | 'ready' | 'given';
  readonly tookMs: number;
};

export type ServerOptions = {
  /** A folder for the servers' data, kept at the end. Without it: a temporary one, removed at the end. */
  readonly dataDir?: string;
  /** Which servers are wanted; all by default. */
  readonly wanted?: readonly ServerName[];
  readonly onProgress?: (progress: ServerProgress) => void;
  /** Ways into Kafka beside the plain one. */
  readonly kafka?: KafkaDoors;
  /** Where KAFKA_BROKERS, DATABASE_URL and REDIS_URL are looked up: a server given there is used, not started. */
  readonly env?: NodeJS.ProcessEnv;
};

/** Addresses of the servers; an empty text for one that was not wanted. */
export type Servers = {
  /** `host:port`, comma-separated where the environment gives several. */
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly dataDir: string;
  /** Pid of the process that holds the servers; it ends when they have ended. */
  readonly guardianPid: number;
  /** Control over the servers that were started here; one given by the environment has none. */
  readonly controls: { readonly [name in ServerName]?: ServerControl };
  /** Lets a process that uses the servers end with this one, however this one ends. */
  adopt(pid: number): Promise<void>;
  /** Ends all servers started here, and removes a temporary data folder. Twice does no harm. */
  stop(): Promise<void>;
};

const variables = { kafka: 'KAFKA_BROKERS', postgres: 'DATABASE_URL', redis: 'REDIS_URL' };

/**
 * Starts a real Apache Kafka, PostgreSQL and Redis on free ports of 127.0.0.1, side by side, and waits until they
 * answer. They end with this process, however it ends.
 *
 * @throws MonitorError when something needed is missing (Java, Maven, the network at the first start), or a server
 * does not start; nothing is left running then.
 */
export async function startServers(options: ServerOptions = {}): Promise<Servers> {
  const { wanted = ['kafka', 'postgres', 'redis'], onProgress = () => {}, env = process.env } = options;
  const given = (name: ServerName) => env[variables[name]] || undefined;
  const own = wanted.filter((name) => given(name) === undefined);
  for (const server of wanted.filter((name) => !own.includes(name)))
    onProgress({ server, state: 'given', tookMs: 0 });

  const isTemporary = options.dataDir === undefined;
  const dataDir = await makeDataDir(options.dataDir);
  const guardian = await guard(dataDir, isTemporary);

  const jars = createJars();
  const plans = {
    kafka: (folder: string) => planKafka(folder, jars, options.kafka),
    postgres: planPostgres,
    redis: (folder: string) => planRedis(folder, jars),
  };
  const started = await Promise.allSettled(
    own.map(async (server): Promise<StartedServer> => {
      const since = performance.now();
      onProgress({ server, state: 'starting', tookMs: 0 });
      const plan = await plans[server](join(dataDir, server));
      const control = await runServer(plan, guardian);
      onProgress({ server, state: 'ready', tookMs: Math.round(performance.now() - since) });
      return { name: server, address: plan.address, control };
    }),
  );
  const failure = started.find((each) => each.status === 'rejected');
  if (failure !== undefined) {
    await guardian.close();
    throw failure.reason;
  }

  const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const address = (name: ServerName) =>
    running.find((each) => each.name === name)?.address ??
    (wanted.includes(name) ? given(name) : undefined) ??
    '';
  return {
    brokers: address('kafka'),
    databaseUrl: address('postgres'),
    redisUrl: address('redis'),
    dataDir,
    guardianPid: guardian.pid,
    controls: Object.fromEntries(running.map(({ name, control }) => [name, control])),
    adopt: guardian.adopt,
    stop: guardian.close,
  };
}

type StartedServer = { readonly name: ServerName; readonly address: string; readonly control: ServerControl };

async function guard(dataDir: string, isTemporary: boolean): Promise<GuardedProcesses> {
  try {
    const removeAtEnd = isTemporary ? [dataDir, await placeCluster(join(dataDir, 'postgres'))] : [];
    return await startGuardian({ removeAtEnd }, join(dataDir, 'guardian.log'));
  } catch (error) {
    if (isTemporary) await rm(dataDir, { recursive: true, force: true }); // there is no guardian yet to do it
    throw error;
  }
}

async function makeDataDir(wanted: string | undefined): Promise<string> {
  const dataDir =
    wanted === undefined ? await mkdtemp(join(tmpdir(), 'esm-monitor-servers-')) : resolve(wanted);
  await mkdir(dataDir, { recursive: true });
  // Root's PostgreSQL runs as another user, who has to walk through.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
  return dataDir;
}
