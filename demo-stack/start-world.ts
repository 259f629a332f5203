import type { Kafka } from 'kafkajs';
import { createKafka } from '../src/kafka/client.ts';
import { type Ends, endsOf } from './count-records.ts';
import { isFreePort } from './free-port.ts';
import type { Servers } from './infra/start-servers.ts';
import { startMailServer } from './processes/mail-server.ts';
import { type Services, startServices, storesOn } from './processes/start-services.ts';
import type { World } from './scenarios/faults.ts';
import { runScenario } from './scenarios/run-scenario.ts';
import { type ScenarioName, type Stage, scenarios } from './scenarios/scenarios.ts';
import { startTraffic, type TrafficCounts } from './scenarios/traffic.ts';
import { createLogTopics } from './traffic/send-traffic.ts';

const partitions = 6;
const registrationTopic = 'user-registration-events';

export type WorldOptions = {
  readonly scenario: ScenarioName;
  /** Ordinary requests a second. */
  readonly rate: number;
  readonly seed: number;
  readonly onStage: (stage: Stage) => void;
};

/** The three services at work, with their users and their troubles. */
export type RunningWorld = {
  readonly kafka: Kafka;
  readonly services: Services;
  readonly smtpUrl: string;
  /** Where the logs ended before it. */
  readonly logsBefore: Ends;
  counts(): TrafficCounts;
  /** Ends with the signal, once everything is whole again; rejects when a fault could not be caused or mended. */
  readonly ended: Promise<void>;
  /** Ends the services, which send the rest of their logs, and the mail server. */
  stop(): Promise<void>;
};

/**
 * Starts the services on the servers and lets people use them, and things break, until `signal` aborts.
 *
 * @throws MonitorError when a service does not start.
 */
export async function startWorld(
  servers: Servers,
  options: WorldOptions,
  signal: AbortSignal,
): Promise<RunningWorld> {
  const { brokers, databaseUrl, redisUrl, dataDir, adopt } = servers;
  const kafka = createKafka({ brokers: brokers.split(','), clientId: 'demo' });
  await createLogTopics(kafka, partitions);
  const logsBefore = await endsOf(kafka);
  const mail = await startMailServer();
  const stores = storesOn(databaseUrl, redisUrl);
  const ports = {
    'user-management': await portNear(5001),
    'task-processing': await portNear(5002),
    notification: await portNear(5003),
  };
  // All of them come from one address: the limit would be met by the demo as a whole.
  const env = { RATE_LIMIT_PER_MINUTE: '100000', REGISTRATION_TOPIC: registrationTopic };
  const services = await startServices({
    brokers,
    stores,
    ports,
    env,
    adopt,
    smtpUrl: mail.url,
    logDir: dataDir,
  }).catch(async (error) => {
    await mail.close();
    throw error;
  });
  const stop = async () => {
    await services.stop();
    await mail.close();
  };
  try {
    const { rate: ratePerSecond, seed, scenario, onStage } = options;
    const traffic = await startTraffic(services, { ratePerSecond, seed }, signal);
    const userDatabaseUrl = stores['user-management'].databaseUrl;
    const world: World = { services, mail, kafka, userDatabaseUrl, registrationTopic };
    const running = runScenario(scenarios[scenario], world, traffic, onStage, signal);
    const ended = Promise.all([running, traffic.ended]).then(() => {});
    return { kafka, services, smtpUrl: mail.url, logsBefore, counts: traffic.counts, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port that the documentation names, or any where that is taken. */
async function portNear(wanted: number): Promise<number> {
  return (await isFreePort(wanted)) ? wanted : 0;
}
