import type { MigrationBuilder } from 'node-pg-migrate';

const seenHour = `date_bin('1 hour', last_seen, '2000-01-01 00:00:00+00')`;

/**
 * The counts of incidents are folded as all other counts are. Each batch raised them, in a row for each fingerprint and
 * log: with many incidents nearly every error raised another row, 5 µs of the server each.
 *
 * Tallies that wait here were counted by their batches: they are taken off, and say nothing of first and last.
 */
export const up = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    ALTER TABLE esm.tally ADD COLUMN hit_first_seen timestamptz[], ADD COLUMN hit_last_seen timestamptz[];
    UPDATE esm.tally
       SET hit_first_seen = array_fill('infinity'::timestamptz, ARRAY[cardinality(hit_counts)]),
           hit_last_seen = array_fill('-infinity'::timestamptz, ARRAY[cardinality(hit_counts)])
     WHERE hit_counts IS NOT NULL;

    CREATE VIEW esm.tallied_incident AS
    SELECT fingerprint, count, first_seen, last_seen
      FROM esm.tally, unnest(hit_fingerprints, hit_counts, hit_first_seen, hit_last_seen)
                        AS hit (fingerprint, count, first_seen, last_seen);

    CREATE TABLE esm.folded_incident_count (
      fingerprint text        PRIMARY KEY,
      count       bigint      NOT NULL,
      first_seen  timestamptz NOT NULL,
      last_seen   timestamptz NOT NULL,
      seen_hour   timestamptz GENERATED ALWAYS AS (${seenHour}) STORED
    ) WITH (fillfactor = 50);
    INSERT INTO esm.folded_incident_count (fingerprint, count, first_seen, last_seen)
    SELECT fingerprint, sum(count), min(first_seen), max(last_seen)
      FROM (SELECT fingerprint, count, first_seen, last_seen FROM esm.incident_count
            UNION ALL
            SELECT fingerprint, -count, first_seen, last_seen FROM esm.tallied_incident) AS each
     GROUP BY fingerprint;
    -- By the hour: a column that changed with every error would cost a new entry in every index with every fold.
    CREATE INDEX folded_incident_count_seen ON esm.folded_incident_count (seen_hour);

    DROP TABLE esm.incident_count;
    CREATE VIEW esm.incident_count AS
    SELECT fingerprint, count, first_seen, last_seen, seen_hour FROM esm.folded_incident_count
    UNION ALL
    SELECT fingerprint, count, first_seen, last_seen, ${seenHour} FROM esm.tallied_incident;
  `);
};

/** No row tells in which log an incident came: all of it is counted in one. */
export const down = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    CREATE TABLE esm.counted AS
    SELECT fingerprint, min(log_id) AS log_id, sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen
      FROM esm.incident_count, (SELECT min(log_id) AS log_id FROM esm.log) AS log
     GROUP BY fingerprint;
    DROP VIEW esm.incident_count;
    DROP VIEW esm.tallied_incident;
    DROP TABLE esm.folded_incident_count;
    ALTER TABLE esm.tally DROP COLUMN hit_first_seen, DROP COLUMN hit_last_seen;
    CREATE TABLE esm.incident_count (
      fingerprint text        NOT NULL,
      log_id      integer     NOT NULL,
      count       bigint      NOT NULL,
      first_seen  timestamptz NOT NULL,
      last_seen   timestamptz NOT NULL,
      seen_hour   timestamptz GENERATED ALWAYS AS (${seenHour}) STORED,
      PRIMARY KEY (fingerprint, log_id)
    ) WITH (fillfactor = 50);
    INSERT INTO esm.incident_count (fingerprint, log_id, count, first_seen, last_seen) SELECT * FROM esm.counted;
    DROP TABLE esm.counted;
    CREATE INDEX incident_count_seen ON esm.incident_count (seen_hour);
  `);
};
