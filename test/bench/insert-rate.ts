import { Client } from 'pg';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import type { LogError } from '../../src/types.ts';
import { rawBatch } from './raw-batch.ts';
import type { RecordMix } from './records.ts';

const rowsAtOnce = 2_500;
const log = { topic: 'bench', partition: 0 };

/**
 * Errors a second that one connection inserts by `INSERT … SELECT FROM unnest(…)` into one table with the
 * key and the indexes that an error needs at the least. Making the errors is not part of the time.
 */
export async function insertRate(databaseUrl: string, mix: RecordMix): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      CREATE TABLE bench_error (
        at timestamptz NOT NULL, log_id integer NOT NULL, "offset" bigint NOT NULL, severity text NOT NULL,
        service text NOT NULL, fingerprint text NOT NULL, message text NOT NULL, logger text, host text, stack text,
        fields jsonb NOT NULL, PRIMARY KEY (log_id, "offset"));
      CREATE INDEX ON bench_error (at);
      CREATE INDEX ON bench_error (service, at);
      CREATE INDEX ON bench_error (fingerprint, at)`);
    const pipeline = createPipeline();
    let ms = 0;
    for (let first = 0; first < mix.records; first += rowsAtOnce) {
      const { errors } = pipeline(rawBatch(log, first, Math.min(rowsAtOnce, mix.records - first), mix));
      const start = performance.now();
      await insert(client, errors);
      ms += performance.now() - start;
    }
    return mix.records / (ms / 1_000);
  } finally {
    await client.query('DROP TABLE IF EXISTS bench_error');
    await client.end();
  }
}

async function insert(client: Client, errors: readonly LogError[]): Promise<void> {
  await client.query(
    `INSERT INTO bench_error
     SELECT to_timestamp(at / 1000), 1, "offset", severity, service, fingerprint, message, logger, host, stack, fields
       FROM unnest($1::float8[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::text[], $10::jsonb[])
         AS e (at, "offset", severity, service, fingerprint, message, logger, host, stack, fields)`,
    [
      errors.map(({ at }) => at),
      errors.map(({ offset }) => String(offset)),
      errors.map(({ severity }) => severity),
      errors.map(({ service }) => service),
      errors.map(({ grouping }) => grouping.fingerprint),
      errors.map(({ message }) => message),
      errors.map(({ logger }) => logger),
      errors.map(({ host }) => host),
      errors.map(({ stack }) => stack),
      errors.map(({ fields }) => JSON.stringify(fields)),
    ],
  );
}
