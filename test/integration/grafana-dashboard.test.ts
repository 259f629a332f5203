import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { iso } from '../../src/output/json-lines.ts';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { anHttp, pastErrors, pastStart } from '../support/an-http.ts';
import { someRoles } from '../support/some-roles.ts';

type Query = {
  readonly rawSql?: string;
  readonly expr?: string;
  readonly datasource: { readonly uid: string };
};
type Panel = {
  readonly title: string;
  readonly datasource: { readonly uid: string };
  readonly targets: readonly Query[];
};
type Dashboard = {
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly { readonly target: Query }[] };
  readonly templating: { readonly list: readonly { readonly query: string }[] };
};
type Rows = readonly { readonly [column: string]: unknown }[];

const file = (name: string) =>
  readFileSync(new URL(`../../demo-stack/grafana/${name}`, import.meta.url), 'utf8');
const dashboard: Dashboard = JSON.parse(file('dashboards/errors.json'));

test('fills every panel of the dashboard through the role that only reads', async () => {
  const { reader } = await aReader();
  const rowsOf = async (title: string): Promise<Rows> => {
    const [query] = dashboard.panels.find((panel) => panel.title === title)?.targets ?? [];
    return (await reader.query(asGrafanaSends(query?.rawSql ?? ''))).rows;
  };
  const at = (minute: number) => String((pastStart + minute * 60_000) / 1_000);

  expect(await rowsOf('Errors')).toEqual([{ errors: '3' }]);
  expect(await rowsOf('New incidents')).toEqual([{ incidents: '2' }]);
  expect(await rowsOf('Errors by service')).toEqual([
    { time: at(0), metric: 'billing', errors: '1' },
    { time: at(1), metric: 'billing', errors: '1' },
    { time: at(7), metric: 'search', errors: '1' },
  ]);
  expect(await rowsOf('Errors by severity')).toEqual([
    { time: at(0), CRITICAL: '0', ERROR: '1', EXCEPTION: '0' },
    { time: at(1), CRITICAL: '0', ERROR: '1', EXCEPTION: '0' },
    { time: at(7), CRITICAL: '1', ERROR: '0', EXCEPTION: '0' },
  ]);
  expect(await rowsOf('Incidents by status')).toEqual([
    { status: 'NEW', incidents: '1' },
    { status: 'RESOLVED', incidents: '1' },
  ]);
  expect(await rowsOf('Positions')).toEqual([
    expect.objectContaining({ group: 'test', topic: 'application-logs', partition: 0, 'next offset': '3' }),
  ]);
  expect(await rowsOf('Top incidents')).toMatchObject([
    {
      errors: '2',
      status: 'NEW',
      service: 'billing',
      id: 'aaaa000000000001',
      'last seen': new Date(pastStart + 60_001),
    },
    { errors: '1', status: 'RESOLVED', service: 'search', id: 'cccc000000000003' },
  ]);
});

test('runs every query of the dashboard, the choice of services and the annotations too', async () => {
  const { reader } = await aReader();
  const queries = [
    ...dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ rawSql = [] }) => rawSql)),
    ...dashboard.annotations.list.flatMap(({ target: { rawSql = [] } }) => rawSql),
    ...dashboard.templating.list.map(({ query }) => query),
  ];

  for (const query of queries) {
    const { rows } = await reader.query(asGrafanaSends(query));

    expect(rows.length, query).toBeGreaterThan(0);
  }
  expect(queries).toHaveLength(9);
});

test('gives the reading role nothing but reading, even where it lifts its own limits', async () => {
  const { reader, store } = await aReader();
  const writes = [
    "INSERT INTO esm.fingerprint VALUES ('f', 'aaaa000000000001')",
    'UPDATE esm.incident SET resolved_at = now()',
    'DELETE FROM esm.error',
    'TRUNCATE esm.folded_minute',
    'DROP TABLE esm.error',
    'CREATE TABLE esm.mine (a int)',
    'CREATE TABLE public.mine (a int)',
    'SELECT esm.drop_day(current_date - 1)',
    'SELECT esm.ensure_day(current_date)',
    'SELECT * FROM esm.dead_letter',
    'ALTER ROLE esm_read SUPERUSER',
  ];
  await expect(reader.query(String(writes[0]))).rejects.toThrow('read-only transaction');
  await reader.query('SET default_transaction_read_only = off');

  for (const write of writes)
    await expect(reader.query(write), write).rejects.toThrow(/permission denied|must be owner/);
  await store([pastErrors[0]].flatMap((error) => error ?? [])); // the owner goes on
});

test('names data sources that are provisioned', () => {
  const { datasources } = parse(file('datasources.yaml'));
  const uids = datasources.map(({ uid }: { uid: string }) => uid);

  for (const { datasource, targets, title } of dashboard.panels)
    for (const target of targets) {
      expect(uids, title).toContain(target.datasource.uid);
      expect(target.datasource, title).toEqual(datasource);
    }
});

test('asks Prometheus only for figures that the monitor gives', async () => {
  const { body } = await (await anHttp()).inject('/metrics');
  const asked = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr = [] }) => expr));
  const names = asked.flatMap((expr) => expr.match(/esm_\w+/g) ?? []);

  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(body).toContain(`# TYPE ${name} `);
});

/** A store with three errors, one incident resolved, and a connection of Grafana's role to it. */
async function aReader() {
  const { store, triage, env } = await aPast();
  await store(pastErrors);
  await triage.resolve('cccc000000000003', 'ada');
  const { owner, read } = await someRoles(env.DATABASE_URL);
  await runCommand(['migrate'], { env: { DATABASE_URL: owner } });
  const reader = new Client({ connectionString: read });
  await reader.connect();
  onTestFinished(() => reader.end());
  expect((await reader.query('SELECT current_user AS who')).rows).toEqual([{ who: 'esm_read' }]);
  return { reader, store };
}

/** What Grafana makes of the macros and variables, for the nine minutes of the past at one minute a bucket. */
function asGrafanaSends(sql: string): string {
  const [from, to] = [iso(pastStart), iso(pastStart + 9 * 60_000)];
  const sent = sql
    .replaceAll('$__interval', "'1m'")
    .replace(/\$__timeFilter\((\w+)\)/g, `$1 BETWEEN '${from}' AND '${to}'`)
    .replace(/\$__timeGroupAlias\((\w+), '1m', 0\)/g, 'floor(extract(epoch from $1)/60)*60 AS "time"')
    .replaceAll(['$', '{service:sqlstring}'].join(''), "'billing','search'");
  expect(sent).not.toContain('$');
  return sent;
}
