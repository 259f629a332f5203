import { expect, test } from 'vitest';
import { batchOf } from '../contracts/incident-store.ts';
import { aStore } from '../support/a-store.ts';
import { anError, noon } from '../support/builders.ts';

const log = { topic: 'application-logs', partition: 0 };

test.for([
  { how: 'inserted', copyFrom: Number.MAX_SAFE_INTEGER },
  { how: 'copied', copyFrom: 1 },
])(
  'errors that are $how bring back what was resolved before them, and raise a level',
  async ({ copyFrom }) => {
    const { store, database } = await aStore(undefined, copyFrom);
    await store.start([{ log, next: 0n }]);
    await store.save(
      batchWith(
        0,
        ['aa', 'bb', 'cc', 'dd'].map((incident) => ({ incident })),
      ),
    );
    await database.pool.query("UPDATE esm.incident SET resolved_at = $1 WHERE id IN ('aa', 'bb')", [
      new Date(noon),
    ]);

    const raised = await store.save(
      batchWith(4, [{ incident: 'dd', severity: 'CRITICAL' }, { incident: 'cc' }]),
    );
    const brought = await store.save(
      batchWith(6, [
        { incident: 'aa', time: noon - 1 }, // written before it was resolved
        { incident: 'bb', time: noon - 1 },
        { incident: 'bb', time: noon + 1 },
        { incident: 'cc', time: noon + 1 },
      ]),
    );

    expect(raised).toMatchObject({ stored: { regressedIncidents: [] } });
    expect(brought).toMatchObject({ stored: { regressedIncidents: [{ id: 'bb', countBefore: 1 }] } });
    const { rows } = await database.pool.query(
      'SELECT id, level, regressed_at IS NOT NULL AS is_back FROM esm.incident ORDER BY id',
    );
    expect(rows).toEqual([
      { id: 'aa', level: 'ERROR', is_back: false },
      { id: 'bb', level: 'ERROR', is_back: true },
      { id: 'cc', level: 'ERROR', is_back: false },
      { id: 'dd', level: 'CRITICAL', is_back: false },
    ]);
  },
);

/** A batch of these errors and nothing else, from an offset on. */
function batchWith(from: number, some: readonly Parameters<typeof anError>[0][]) {
  const errors = some.map((each, i) => anError({ ...each, offset: BigInt(from + i) }));
  return { ...batchOf(errors.length, { from: BigInt(from) }), errors };
}
