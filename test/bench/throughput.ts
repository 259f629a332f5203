import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CompressionTypes, type Kafka } from 'kafkajs';
import { createDatabase } from '../support/create-database.ts';
import { fillTopic, type TopicForm } from './fill-topic.ts';
import { insertRate } from './insert-rate.ts';
import { type Addresses, measureMonitor, type Run } from './measure-monitor.ts';
import type { Row } from './print-rows.ts';
import type { RecordMix } from './records.ts';
import { asMiB, asRate, asRatio, atLeast, atMost, costs, perSecond } from './rows.ts';
import { countedEvents, verifyIncidents, verifyStored } from './verify-stored.ts';

/** The backlog of a working day: few errors. A bare consumer with the same fetch settings is the yardstick. */
export async function catchUp(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  const mix = { records: 1_000_000 * scale, errorEvery: 20 };
  return await besideBare(kafka, servers, {
    name: 'catch-up',
    topic: 'bench-catch-up',
    mix,
    ratio: 0.65,
    memory: 220,
  });
}

/** The same, packed by gzip. */
export async function catchUpGzip(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  const mix = { records: 1_000_000 * scale, errorEvery: 20 };
  const form = { compression: CompressionTypes.GZIP };
  return await besideBare(kafka, servers, { name: 'gzip', topic: 'bench-gzip', mix, form, ratio: 0.45 });
}

type Comparison = {
  readonly name: string;
  readonly topic: string;
  readonly mix: RecordMix;
  readonly form?: TopicForm;
  readonly ratio: number;
  readonly memory?: number;
};

async function besideBare(
  kafka: Kafka,
  servers: Addresses,
  { name, topic, mix, form, ratio, memory }: Comparison,
): Promise<readonly Row[]> {
  const rounds = await threeRounds(async (round) => {
    const filled = `${topic}-${round}`;
    await fillTopic(kafka, filled, mix, form);
    const bare = await measureBare(servers, filled, mix.records);
    const before = await countedEvents(servers.databaseUrl);
    const ours = await measureMonitor(servers, filled, mix.records);
    await verifyStored(servers.databaseUrl, filled, mix, before);
    return { bare, ours, ratio: bare.seconds / ours.seconds };
  });
  const { bare, ours, ratio: measured } = middleOf(rounds, (round) => round.ratio);
  const peakMiB = middleOf(rounds, (round) => round.ours.peakMiB).ours.peakMiB;
  return [
    { what: `${name}: bare consumer that only counts`, value: perSecond(mix.records, bare), ...costs(bare) },
    { what: `${name}: 5 % errors, all stored`, value: perSecond(mix.records, ours), ...costs(ours) },
    atLeast(`${name}: ratio`, measured, ratio, asRatio),
    ...(memory === undefined ? [] : [atMost(`${name}: peak memory`, peakMiB, memory, asMiB)]),
  ];
}

/**
 * Everything fails at once. The yardstick is one connection that inserts the same errors, and does nothing else. The
 * median of three rounds.
 */
export async function storm(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  const mix = { records: 300_000 * scale, errorEvery: 1 };
  const rounds = await threeRounds(async (round) => {
    const topic = `bench-storm-${round}`;
    await fillTopic(kafka, topic, mix);
    const inserted = await insertRate(servers.databaseUrl, mix);
    const before = await countedEvents(servers.databaseUrl);
    const ours = await measureMonitor(servers, topic, mix.records);
    await verifyStored(servers.databaseUrl, topic, mix, before);
    return { inserted, ours, ratio: mix.records / ours.seconds / inserted };
  });
  const { inserted, ours, ratio } = middleOf(rounds, (round) => round.ratio);
  return [
    { what: 'storm: one connection that only inserts the same errors', value: asRate(inserted) },
    { what: 'storm: all errors, half with stacks', value: perSecond(mix.records, ours), ...costs(ours) },
    atLeast('storm: ratio', ratio, 1.2, asRatio),
  ];
}

/** Many services on many partitions beside few on few, a catch-up each, the median of three rounds. */
export async function wide(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  const narrow = { records: 1_000_000 * scale, errorEvery: 20 };
  const mix = { ...narrow, services: 1_000, problems: 5 };
  const incidents = Math.min(mix.services * mix.problems, mix.records / mix.errorEvery);
  const rounds = await threeRounds(async (round) => {
    const [narrowTopic, wideTopic] = [`bench-narrow-${round}`, `bench-wide-${round}`];
    await fillTopic(kafka, narrowTopic, narrow);
    await fillTopic(kafka, wideTopic, mix, { partitions: 100 });
    const few = await measureMonitor(servers, narrowTopic, narrow.records);
    const before = await countedEvents(servers.databaseUrl);
    const many = await measureMonitor(servers, wideTopic, mix.records);
    await verifyStored(servers.databaseUrl, wideTopic, mix, before);
    await verifyIncidents(servers.databaseUrl, wideTopic, incidents);
    return { few, many, ratio: few.seconds / many.seconds };
  });
  const { few, many, ratio } = middleOf(rounds, (round) => round.ratio);
  return [
    { what: 'wide: 3 services on 6 partitions', value: perSecond(narrow.records, few), ...costs(few) },
    {
      what: 'wide: 1,000 services on 100 partitions, 5,000 incidents',
      value: perSecond(mix.records, many),
      ...costs(many),
    },
    atLeast('wide: ratio', ratio, 0.85, asRatio),
  ];
}

/** One of these short runs may meet whatever else the machine does. */
async function threeRounds<T>(measure: (round: number) => Promise<T>): Promise<readonly T[]> {
  return [await measure(0), await measure(1), await measure(2)];
}

function middleOf<T>(rounds: readonly T[], by: (round: T) => number): T {
  const middle = rounds.toSorted((one, other) => by(one) - by(other))[rounds.length >> 1];
  if (middle === undefined) throw new Error('of no rounds there is no middle one');
  return middle;
}

/**
 * Four processes of one group on this machine's cores: compared is what they do once all have joined. So many records that three
 * new processes have done more than warm up. The median of three rounds over one topic, each run with a database of its own.
 */
export async function members(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  const mix = { records: 8_000_000 * scale, errorEvery: 20 };
  const topic = 'bench-members';
  await fillTopic(kafka, topic, mix, { partitions: 12 });
  const measure = async (round: number, processes: number) => {
    const databaseUrl = await createDatabase(servers.databaseUrl, `members_${round}_${processes}`);
    const run = await measureMonitor({ ...servers, databaseUrl }, topic, mix.records, processes);
    await verifyStored(databaseUrl, topic, mix, 0);
    return run;
  };
  const rounds = await threeRounds(async (round) => {
    const one = await measure(round, 1);
    const four = await measure(round, 4);
    return { one, four, ratio: four.joinedRate / one.joinedRate };
  });
  const { one, four, ratio } = middleOf(rounds, (round) => round.ratio);
  const pauseSeconds = Math.max(...rounds.map((round) => round.four.pauseSeconds));
  return [
    { what: 'members: 1 on 12 partitions', value: asRate(one.joinedRate), ...costs(one) },
    { what: 'members: 4, from when all have joined', value: asRate(four.joinedRate), ...costs(four) },
    {
      what: 'members: 4, three of which join meanwhile, whole run',
      value: perSecond(mix.records, four),
    },
    atLeast('members: ratio, totals exact', ratio, 1, asRatio),
    atMost('members: longest pause while they join', pauseSeconds, 5, (seconds) => `${seconds.toFixed(1)} s`),
  ];
}

async function measureBare(servers: Addresses, topic: string, records: number): Promise<Run> {
  const program = fileURLToPath(new URL('programs/bare-consumer.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    servers.brokers,
    topic,
    String(records),
  ]);
  return JSON.parse(stdout);
}
