import type { Health } from '../../health.ts';
import { wrapText } from '../../text/fit.ts';
import { count } from '../../text/numbers.ts';
import { visible } from '../../text/visible.ts';
import { type Liveness, readingMembers } from '../state/liveness.ts';
import type { Paint } from '../text/paint.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly height: number;
  readonly health: Health;
  readonly liveness: Liveness;
  /** Records read since the start. */
  readonly records: number;
  readonly onlyService: string | null;
  /** Rows that a filter hides. */
  readonly hidden: number;
  readonly paint: Paint;
};

/** What stands in the feed while there is no error: what the monitor waits for, and what to type. */
export function EmptyFeed({ width, height, paint, ...state }: Props) {
  const [what, ...then] = sentences(state);
  const set = (text: string): readonly string[] => wrapText(text, width - 6, 3).map((line) => `   ${line}`);
  const lines = ['', ...set(what).map(paint.strong), ...then.flatMap(set).map(paint.faint)];
  return <Lines lines={lines} width={width} height={height} />;
}

function sentences(state: Omit<Props, 'width' | 'height' | 'paint'>): readonly [string, ...string[]] {
  const { health, liveness, records, onlyService, hidden } = state;
  if (hidden > 0) return ['No error matches the filter.', 'Esc clears it, / changes it.'];
  if (liveness.state === 'lost') {
    return [`${liveness.server} does not answer. Trying again.`, addressOf[liveness.server]];
  }
  if (liveness.state === 'starting')
    return [
      'Connecting …',
      `The first errors stand here as soon as ${health.self.observer ? 'Redis' : 'Kafka'} and Postgres answer.`,
    ];
  if (liveness.state === 'waiting') {
    return [
      `Waiting for partitions from the group ${visible(health.group)} …`,
      'Other members may hold them all: a topic has work for as many members as it has partitions.',
    ];
  }
  if (liveness.state === 'nobody') {
    return [
      `No member of the group ${visible(health.group)} is running: nobody reads its topics.`,
      `Start one: esm-monitor watch --group ${visible(health.group)}. What it finds is shown here as it comes.`,
    ];
  }
  if (onlyService !== null) return [`No error of ${visible(onlyService)} here.`, 'Esc shows all services.'];
  const logs = [
    ...health.partitions,
    ...(readingMembers(health) ?? []).flatMap(({ partitions }) => partitions),
  ];
  const topics = [...new Set(logs.map(({ topic }) => visible(topic)))].join(', ');
  const readSoFar =
    records === 0 ? 'No record has come yet.' : `${count(records)} records read, none of them an error.`;
  return [
    `Waiting for CRITICAL, ERROR and EXCEPTION on ${topics}.`,
    readSoFar,
    'Stored errors: esm-monitor query --since 1h. Other topics: --topics. Older records, for a new group: --from earliest.',
  ];
}

const addressOf = {
  Kafka:
    'Is the address right? It is given by --brokers or KAFKA_BROKERS. Nothing is lost: Kafka keeps the records.',
  Postgres:
    'Is the address right? It is given by DATABASE_URL. Nothing is lost: Kafka keeps the records meanwhile.',
  Redis: 'Is the address right? It is given by REDIS_URL. Nothing is lost: the members go on storing.',
} as const;
