import type { MigrationBuilder } from 'node-pg-migrate';

/**
 * What waits to be told to people: a row for each change of an incident and each address that wants to hear of it.
 *
 * Triggers write the rows, so that a change and its alert are one transaction whoever makes the change, and nothing is
 * written while nobody has asked for alerts. A day, an hour: see `alert-queue.ts`.
 */
export const up = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    CREATE TABLE esm.alert_target (
      target_id      integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      consumer_group text        NOT NULL,
      address        text        NOT NULL,
      changes        text[]      NOT NULL,
      seen_at        timestamptz NOT NULL DEFAULT now(),
      leader         text,
      lease_until    timestamptz,
      silent_since   timestamptz,
      more_new        integer    NOT NULL DEFAULT 0,
      more_regressed  integer    NOT NULL DEFAULT 0,
      more_escalating integer    NOT NULL DEFAULT 0,
      more_since      timestamptz,
      UNIQUE (consumer_group, address)
    ) WITH (fillfactor = 70);
    COMMENT ON COLUMN esm.alert_target.address IS 'SHA-256 of the address, which may hold a secret';
    COMMENT ON COLUMN esm.alert_target.seen_at IS 'When a member that sends to it was last there';
    COMMENT ON COLUMN esm.alert_target.leader IS 'The one member that sends to it, until lease_until';
    COMMENT ON COLUMN esm.alert_target.silent_since IS 'Set while no records arrive, when that was told';
    COMMENT ON COLUMN esm.alert_target.more_new IS 'Changes beyond the cap, for one message that sums them up';

    CREATE TABLE esm.alert (
      alert_id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      target_id   integer     NOT NULL,
      change      text        NOT NULL,
      incident_id text,
      about       jsonb,
      at          timestamptz NOT NULL DEFAULT now(),
      sent_at     timestamptz
    );
    CREATE INDEX alert_target_order ON esm.alert (target_id, alert_id);
    CREATE INDEX alert_incident ON esm.alert (incident_id, target_id);

    CREATE FUNCTION esm.queue_alert(incident text, what text) RETURNS void
    LANGUAGE sql AS $$
      INSERT INTO esm.alert (target_id, change, incident_id)
      SELECT target_id, what, incident
        FROM esm.alert_target
       WHERE what = ANY (changes) AND seen_at > now() - interval '1 hour'
    $$;

    CREATE FUNCTION esm.queue_incident_alert() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM esm.queue_alert(NEW.id, TG_ARGV[0]);
      RETURN NULL;
    END $$;

    CREATE TRIGGER alert_new AFTER INSERT ON esm.incident
      FOR EACH ROW EXECUTE FUNCTION esm.queue_incident_alert('new');

    -- A mark that undo puts back has its old time, and is no news.
    CREATE TRIGGER alert_regressed AFTER UPDATE OF regressed_at ON esm.incident
      FOR EACH ROW WHEN (OLD.regressed_at IS NULL AND NEW.regressed_at = now())
      EXECUTE FUNCTION esm.queue_incident_alert('regressed');
    CREATE TRIGGER alert_escalating AFTER UPDATE OF escalating_at ON esm.incident
      FOR EACH ROW WHEN (OLD.escalating_at IS NULL AND NEW.escalating_at = now())
      EXECUTE FUNCTION esm.queue_incident_alert('escalating');
  `);
};

export const down = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    DROP TRIGGER alert_new ON esm.incident;
    DROP TRIGGER alert_regressed ON esm.incident;
    DROP TRIGGER alert_escalating ON esm.incident;
    DROP FUNCTION esm.queue_incident_alert;
    DROP FUNCTION esm.queue_alert;
    DROP TABLE esm.alert, esm.alert_target;
  `);
};
