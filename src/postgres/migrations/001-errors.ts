import type { MigrationBuilder } from 'node-pg-migrate';

/** Events by severity: the columns of `total`, `minute` and `hour`. */
const severities = ['critical', 'error', 'exception', 'warn', 'info', 'debug', 'unknown'];
const countColumns = severities.map((severity) => `${severity} bigint NOT NULL`).join(', ');
const counts = severities.join(', ');
/** A count of one severity, as a row that has a column for each. */
const countAsColumns = severities
  .map(
    (severity) =>
      `CASE severity WHEN '${severity.toUpperCase()}' THEN count::bigint ELSE 0 END AS ${severity}`,
  )
  .join(', ');

/**
 * The first schema: logs and positions, errors in daily partitions, incidents, counts, records set aside.
 *
 * No member waits for a row of another. `incident_count` carries the log in its key (until 005), so each row is written by
 * the one member that owns the log, and readers sum over the logs. What is counted by service or by time would be too many
 * rows so: a batch only appends what it counted to `tally`, one member at a time folds that into the `folded_` tables
 * (`fold.ts`), and readers see both through the views `total`, `minute`, `hour`, `incident_minute` and `incident_hour`.
 */
export const up = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    CREATE TABLE esm.log (
      log_id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      cluster_id text    NOT NULL,
      topic      text    NOT NULL,
      partition  integer NOT NULL,
      epoch      integer NOT NULL DEFAULT 0,
      reached    bigint  NOT NULL,
      pruned     bigint  NOT NULL DEFAULT 0,
      pruned_until timestamptz NOT NULL DEFAULT '-infinity',
      UNIQUE (cluster_id, topic, partition, epoch)
    );
    COMMENT ON COLUMN esm.log.epoch IS 'Raised when the topic was made anew, so that its coordinates are new ones';
    COMMENT ON COLUMN esm.log.reached IS 'Highest position any group reached; events below it are not counted again';
    COMMENT ON COLUMN esm.log.pruned IS 'Retention dropped errors below it, which were counted: read again they are not stored';
    COMMENT ON COLUMN esm.log.pruned_until IS 'Errors that retention dropped have an older Kafka timestamp';

    CREATE TABLE esm.position (
      consumer_group text        NOT NULL,
      log_id         integer     NOT NULL REFERENCES esm.log,
      next           bigint      NOT NULL,
      updated_at     timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (consumer_group, log_id)
    );

    CREATE TABLE esm.error (
      at             timestamptz NOT NULL,
      log_id         integer     NOT NULL,
      "offset"       bigint      NOT NULL,
      part           smallint    NOT NULL,
      severity       text        NOT NULL,
      service        text        NOT NULL,
      fingerprint    text        NOT NULL,
      "time"         timestamptz NOT NULL,
      message        text        NOT NULL,
      logger         text,
      host           text,
      exception_type text,
      stack          text,
      trace_id       text,
      format         text        NOT NULL,
      fields         json        NOT NULL,
      folded         text        GENERATED ALWAYS AS
                       (CASE WHEN octet_length(message) <= 1000 THEN lower(message COLLATE "C") END) STORED,
      PRIMARY KEY (log_id, "offset", part, at)
    ) PARTITION BY RANGE (at);
    COMMENT ON COLUMN esm.error.at IS 'Kafka timestamp';
    COMMENT ON COLUMN esm.error."time" IS 'When the service wrote the record';
    -- json and not jsonb, whose values the server takes apart and puts together: 13 instead of 16 µs of its CPU an error.
    COMMENT ON COLUMN esm.error.fields IS 'What the record has beside, in the order of its keys';
    COMMENT ON COLUMN esm.error.folded IS 'The message with A to Z in lower case; null for a long one';
    -- The messages are in the index, in order of time: a word is looked for in it alone, without the rows. An index of
    -- words or trigrams would find it sooner, and make storing an error two or four times as costly (docs/benchmarks.md).
    CREATE INDEX error_at ON esm.error (at, log_id, "offset", part) INCLUDE (folded);
    CREATE INDEX error_service ON esm.error (service, at);
    CREATE INDEX error_fingerprint ON esm.error (fingerprint, at);
    CREATE TABLE esm.error_other PARTITION OF esm.error DEFAULT;
    COMMENT ON TABLE esm.error_other IS 'Errors whose Kafka timestamp lies outside the days that are kept';

    CREATE TABLE esm.incident (
      id             text        PRIMARY KEY,
      service        text        NOT NULL,
      title          text        NOT NULL,
      level          text        NOT NULL,
      exception_type text,
      tier           text        NOT NULL,
      parts          jsonb       NOT NULL,
      first_seen     timestamptz NOT NULL,
      resolved_at    timestamptz,
      regressed_at   timestamptz,
      escalating_at  timestamptz,
      muted_at       timestamptz,
      muted_until    timestamptz,
      muted_per_minute integer
    );
    COMMENT ON COLUMN esm.incident.resolved_at IS 'Set by a person; kept when the incident regresses';
    COMMENT ON COLUMN esm.incident.regressed_at IS 'An error written after resolved_at arrived';
    COMMENT ON COLUMN esm.incident.muted_per_minute IS 'Mutes until more errors than these come in one minute';
    COMMENT ON COLUMN esm.incident.muted_at IS 'When a person muted it: minutes that began before do not unmute';
    CREATE INDEX incident_first_seen ON esm.incident (first_seen);
    CREATE INDEX incident_prefix ON esm.incident (id text_pattern_ops);
    CREATE INDEX incident_escalating ON esm.incident (id) WHERE escalating_at IS NOT NULL;
    CREATE INDEX incident_muted ON esm.incident (id) WHERE muted_per_minute IS NOT NULL;
    CREATE TABLE esm.fingerprint (
      fingerprint text PRIMARY KEY,
      incident_id text NOT NULL REFERENCES esm.incident
    );
    CREATE INDEX fingerprint_incident ON esm.fingerprint (incident_id);
    COMMENT ON TABLE esm.fingerprint IS 'Fingerprints are many, incidents are one: joining two rewrites no stored error';
    CREATE TABLE esm.incident_count (
      fingerprint text        NOT NULL,
      log_id      integer     NOT NULL,
      count       bigint      NOT NULL,
      first_seen  timestamptz NOT NULL,
      last_seen   timestamptz NOT NULL,
      seen_hour   timestamptz GENERATED ALWAYS AS (date_bin('1 hour', last_seen, '2000-01-01 00:00:00+00')) STORED,
      PRIMARY KEY (fingerprint, log_id)
    ) WITH (fillfactor = 70);
    -- By the hour: a column that changed with every error would cost a new entry in every index with every error.
    CREATE INDEX incident_count_seen ON esm.incident_count (seen_hour);

    CREATE TABLE esm.folded_incident_minute (
      fingerprint text        NOT NULL,
      minute      timestamptz NOT NULL,
      count       bigint      NOT NULL,
      PRIMARY KEY (fingerprint, minute)
    ) WITH (fillfactor = 70);
    CREATE INDEX folded_incident_minute_minute ON esm.folded_incident_minute (minute);
    CREATE TABLE esm.folded_incident_hour (
      fingerprint text        NOT NULL,
      hour        timestamptz NOT NULL,
      count       bigint      NOT NULL,
      PRIMARY KEY (fingerprint, hour)
    ) WITH (fillfactor = 70);
    CREATE INDEX folded_incident_hour_hour ON esm.folded_incident_hour (hour);
    COMMENT ON TABLE esm.folded_incident_hour IS 'The minutes summed up, for the week that the page of an incident shows';

    CREATE TABLE esm.triage (
      triage_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      incident_id text        NOT NULL REFERENCES esm.incident,
      at          timestamptz NOT NULL DEFAULT now(),
      action      text        NOT NULL,
      by          text        NOT NULL,
      note        text,
      before      jsonb       NOT NULL,
      undone_at   timestamptz
    );
    COMMENT ON COLUMN esm.triage.before IS 'What the action changed, as it was: undo puts it back';
    CREATE INDEX triage_incident ON esm.triage (incident_id, triage_id);
    CREATE INDEX triage_by ON esm.triage (by, triage_id) WHERE undone_at IS NULL;

    CREATE TABLE esm.fold (
      version bigint NOT NULL
    );
    INSERT INTO esm.fold VALUES (0);
    COMMENT ON TABLE esm.fold IS 'One row: how often tallies were folded, and so which version the folded totals have';
    CREATE TABLE esm.folded_total (
      service text   PRIMARY KEY,
      ${countColumns},
      version bigint NOT NULL
    ) WITH (fillfactor = 70);
    COMMENT ON COLUMN esm.folded_total.version IS 'The fold that changed it last: Redis and the screens ask what is newer';
    -- By time first: the newest rows lie together, and a range of time is read without a second index.
    CREATE TABLE esm.folded_minute (
      minute    timestamptz NOT NULL,
      service   text        NOT NULL,
      ${countColumns},
      PRIMARY KEY (minute, service)
    ) WITH (fillfactor = 70);
    CREATE TABLE esm.folded_hour (
      hour      timestamptz NOT NULL,
      service   text        NOT NULL,
      ${countColumns},
      PRIMARY KEY (hour, service)
    ) WITH (fillfactor = 70);
    COMMENT ON TABLE esm.folded_hour IS 'The minutes summed up: a week has 60 times fewer rows here';

    -- It is read whole or not at all, so it has no key. Its rows live for about a second: what vacuum leaves behind of
    -- them, every reader passes, so vacuum takes no rest in it.
    CREATE TABLE esm.tally (
      hit_fingerprints text[],
      hit_services     text[],
      hit_severities   text[],
      hit_minutes      timestamptz[],
      hit_counts       integer[],
      other_services   text[],
      other_severities text[],
      other_minutes    timestamptz[],
      other_counts     integer[]
    ) WITH (autovacuum_vacuum_cost_delay = 0, toast.autovacuum_vacuum_cost_delay = 0);
    COMMENT ON TABLE esm.tally IS 'What each batch counted that was not folded yet';
    COMMENT ON COLUMN esm.tally.hit_counts IS 'Errors: an entry of each hit_ array is one count';
    COMMENT ON COLUMN esm.tally.other_counts IS 'Events that are not kept: an entry of each other_ array is one count';

    CREATE VIEW esm.tallied AS
    SELECT service, severity, minute, count
      FROM esm.tally, unnest(hit_services, hit_severities, hit_minutes, hit_counts)
                        AS hit (service, severity, minute, count)
    UNION ALL
    SELECT service, severity, minute, count
      FROM esm.tally, unnest(other_services, other_severities, other_minutes, other_counts)
                        AS other (service, severity, minute, count);

    -- A service (and minute), or a fingerprint and minute, has several rows: who reads them sums them up.
    CREATE VIEW esm.total AS
    SELECT service, ${counts} FROM esm.folded_total
    UNION ALL
    SELECT service, ${countAsColumns} FROM esm.tallied;
    CREATE VIEW esm.minute AS
    SELECT service, minute, ${counts} FROM esm.folded_minute
    UNION ALL
    SELECT service, minute, ${countAsColumns} FROM esm.tallied;
    CREATE VIEW esm.hour AS
    SELECT service, hour, ${counts} FROM esm.folded_hour
    UNION ALL
    SELECT service, date_trunc('hour', minute, 'UTC'), ${countAsColumns} FROM esm.tallied;
    CREATE VIEW esm.incident_minute AS
    SELECT fingerprint, minute, count FROM esm.folded_incident_minute
    UNION ALL
    SELECT fingerprint, minute, count::bigint
      FROM esm.tally, unnest(hit_fingerprints, hit_minutes, hit_counts) AS hit (fingerprint, minute, count);
    CREATE VIEW esm.incident_hour AS
    SELECT fingerprint, hour, count FROM esm.folded_incident_hour
    UNION ALL
    SELECT fingerprint, date_trunc('hour', minute, 'UTC'), count::bigint
      FROM esm.tally, unnest(hit_fingerprints, hit_minutes, hit_counts) AS hit (fingerprint, minute, count);

    CREATE TABLE esm.dead_letter (
      log_id   integer     NOT NULL,
      "offset" bigint      NOT NULL,
      at       timestamptz NOT NULL,
      reason   text        NOT NULL,
      sample   text        NOT NULL,
      set_aside_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (log_id, "offset")
    );

    -- The status of each incident as of now: what a person decided first, then what the errors say.
    CREATE VIEW esm.incident_status AS
    SELECT incident.*,
           CASE
             WHEN muted_until > now() OR muted_per_minute IS NOT NULL THEN 'MUTED'
             WHEN resolved_at IS NOT NULL AND regressed_at IS NULL THEN 'RESOLVED'
             WHEN escalating_at IS NOT NULL THEN 'ESCALATING'
             WHEN regressed_at > now() - interval '24 hours' THEN 'REGRESSED'
             WHEN first_seen > now() - interval '24 hours' THEN 'NEW'
             ELSE 'ONGOING'
           END AS status
      FROM esm.incident;

    -- What takes back a transaction that goes in one message, and can't be looked at before it commits.
    CREATE FUNCTION esm.refuse(why text, state text) RETURNS boolean
    LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '%', why USING ERRCODE = state;
    END $$;

    -- A function of the owner's, so that the role that writes needs no right to create tables.
    CREATE FUNCTION esm.ensure_day(day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
      name text := 'error_' || to_char(day, 'YYYYMMDD');
    BEGIN
      IF day < current_date - 366 OR day > current_date + 2 THEN
        RETURN false;
      END IF;
      IF to_regclass('esm.' || name) IS NOT NULL THEN
        RETURN true;
      END IF;
      PERFORM pg_advisory_xact_lock(hashtext('esm.ensure_day'));
      EXECUTE format(
        'CREATE TABLE IF NOT EXISTS esm.%I PARTITION OF esm.error FOR VALUES FROM (%L) TO (%L)',
        name, day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
      RETURN true;
    EXCEPTION WHEN check_violation THEN
      RETURN false; -- the default partition already holds rows of that day, and may keep them
    END $$;

    -- The lock first: a member that inserts errors has it before it waits for a row of esm.log. One that copies them has the
    -- row first: where they meet, the server ends one of the two, and that is tried again.
    CREATE FUNCTION esm.drop_day(day date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
    DECLARE
      name text := 'error_' || to_char(day, 'YYYYMMDD');
    BEGIN
      IF day >= current_date OR to_regclass('esm.' || name) IS NULL THEN
        RETURN false;
      END IF;
      LOCK TABLE esm.error IN ACCESS EXCLUSIVE MODE;
      EXECUTE format(
        'UPDATE esm.log
            SET pruned = greatest(pruned, (SELECT max("offset") + 1 FROM esm.%1$I AS e WHERE e.log_id = log.log_id)),
                pruned_until = greatest(pruned_until, %2$L)
          WHERE EXISTS (SELECT FROM esm.%1$I AS e WHERE e.log_id = log.log_id)', name, day + 1 || ' 00:00:00+00');
      EXECUTE format('DROP TABLE IF EXISTS esm.%I', name);
      RETURN true;
    END $$;
  `);
};

export const down = (pgm: MigrationBuilder): void => {
  pgm.sql('DROP SCHEMA esm CASCADE');
};
