import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { calmQueues } from '../../src/kafka/calm-queues.ts';
import { freePort } from '../../src/postgres/embedded/free-port.ts';
import type { Jars } from './jars.ts';
import { findJava } from './java.ts';
import { kafkaId } from './kafka-id.ts';
import { type KafkaDoors, type KafkaListener, listenerSettings, type ScramUser } from './kafka-listeners.ts';
import type { ServerPlan } from './server-plan.ts';

const run = promisify(execFile);
const logSettings = fileURLToPath(new URL('./log4j2.properties', import.meta.url));
const javaFlags = ['-Xmx1g', '-Xms256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

/**
 * Apache Kafka in `folder`: one node that is broker and controller, on free ports of 127.0.0.1.
 *
 * @param doors - Listeners and users beside the plain listener, for a new folder.
 * @throws MonitorError KAFKA_FAILED without Java or Maven.
 */
export async function planKafka(
  folder: string,
  findJars: Jars,
  { listeners, scramUsers }: KafkaDoors = { listeners: [], scramUsers: [] },
): Promise<ServerPlan> {
  const [java, jars] = await Promise.all([findJava(), findJars()]);
  const port = await freePort();
  const settings = join(folder, 'server.properties');
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  await writeFile(settings, kafkaSettings(port, await freePort(), data, listeners));
  if (scramUsers.length === 0) await format(data);
  else await formatWithUsers({ java, jars, settings }, scramUsers);

  const logFile = join(folder, 'kafka.log');
  const log = [`-Dlog4j2.configurationFile=${logSettings}`, `-Dkafka.log.file=${logFile}`];
  const address = `127.0.0.1:${port}`;
  return {
    name: 'kafka',
    address,
    spec: {
      command: java,
      args: [...javaFlags, ...log, '-cp', jars.join(':'), 'kafka.Kafka', settings],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
      logFile,
      endSignal: 'SIGTERM',
      discardSignal: 'SIGKILL',
    },
    ready: () => answersGroups(address),
  };
}

/**
 * Makes the folder a formatted one, unless it is. Kafka's own tool would do the same in a Java process of its own,
 * which takes as long as the start of the server; with static voters, these four lines are all that a broker asks for.
 */
async function format(data: string): Promise<void> {
  const lines = ['version=1', 'node.id=1', `cluster.id=${kafkaId()}`, `directory.id=${kafkaId()}`, ''];
  await writeFile(join(data, 'meta.properties'), lines.join('\n'), { flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Users are records of the cluster's metadata, which only Kafka's own tool writes. */
async function formatWithUsers(
  {
    java,
    jars,
    settings,
  }: { readonly java: string; readonly jars: readonly string[]; readonly settings: string },
  users: readonly ScramUser[],
): Promise<void> {
  const scram = users.flatMap(({ mechanism, name, password }) => [
    '--add-scram',
    `${mechanism}=[name=${name},password=${password}]`,
  ]);
  const args = ['format', '-t', kafkaId(), '-c', settings, ...scram];
  await run(java, [...javaFlags, '-cp', jars.join(':'), 'kafka.tools.StorageTool', ...args]);
}

function kafkaSettings(
  port: number,
  controllerPort: number,
  data: string,
  listeners: readonly KafkaListener[],
): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    ...listenerSettings({ port, controllerPort }, listeners),
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'num.partitions': 6,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 500,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 2,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'message.max.bytes': 12 * 2 ** 20,
    'replica.fetch.max.bytes': 12 * 2 ** 20,
    'log.retention.ms': -1,
    'log.retention.bytes': -1,
    // A deleted topic frees its files at once, and records may carry any time: tests need both.
    'log.segment.delete.delay.ms': 100,
    'log.message.timestamp.after.max.ms': '9223372036854775807',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/**
 * Asks for the offsets of a group: a new broker first makes the topic they live in, and until that is loaded it refuses
 * all groups, although it answers other requests.
 */
async function answersGroups(address: string): Promise<boolean> {
  calmQueues();
  const kafka = new Kafka({
    brokers: [address],
    clientId: 'ready-check',
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.describeCluster(); // without it kafkajs knows no broker to ask for the coordinator
    await admin.fetchOffsets({ groupId: 'ready-check' });
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}
