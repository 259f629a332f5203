import { markdownTable } from '../../support/markdown-table.ts';
import { type Costs, type Group, simulate } from './simulate.ts';

/**
 * µs. `record` and `error`: CPU of the monitor in `npm run bench -- catch-up storm`, as two equations. `transaction` and
 * `storedError`: `npm run bench -- transaction`. Both on 2026-11-29. `commit`: assumed, a
 * disk that keeps a write within 1 ms.
 */
const costs: Costs = { record: 1.5, error: 14.8, transaction: 564, storedError: 10.6, commit: 1_000 };
const recordBytes = 280;
const memberCounts = [1, 2, 4, 8, 16, 32];

type Form = { readonly title: string; readonly group: Omit<Group, 'members'> };

const forms: readonly Form[] = [
  {
    title: '5 % errors, 96 partitions, Postgres on 8 cores',
    group: { partitions: 96, errorShare: 0.05, postgresCores: 8 },
  },
  {
    title: '5 % errors, 12 partitions, Postgres on 8 cores',
    group: { partitions: 12, errorShare: 0.05, postgresCores: 8 },
  },
  {
    title: 'All errors, 96 partitions, Postgres on 8 cores',
    group: { partitions: 96, errorShare: 1, postgresCores: 8 },
  },
];

/** What docs/scaling.md holds of the model: groups of 1 to 32 members, in Markdown. */
export function scaleTables(): string {
  return forms.map(({ title, group }) => `${title}:\n\n${tableOf(group)}`).join('\n');
}

function tableOf(group: Form['group']): string {
  const head = [
    'members',
    'records/s',
    'from Kafka',
    'members busy',
    'Postgres busy',
    'transaction p50, p99',
  ];
  const rows = memberCounts.map((members) => {
    const { recordsPerSecond, membersBusy, postgresBusy, transactionP50, transactionP99 } = simulate(
      { ...group, members },
      costs,
    );
    return [
      String(members),
      (Math.round(recordsPerSecond / 1_000) * 1_000).toLocaleString('en'),
      `${Math.round((recordsPerSecond * recordBytes) / 1e6).toLocaleString('en')} MB/s`,
      percent(membersBusy),
      percent(postgresBusy),
      `${transactionP50.toFixed(0)}, ${transactionP99.toFixed(0)} ms`,
    ];
  });
  return markdownTable(head, rows);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
