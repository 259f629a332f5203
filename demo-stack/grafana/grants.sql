-- The role that Grafana reads with. Run it as the owner of the monitor's schema, after the monitor's first start; it can
-- be run again at any time:
--   PGOPTIONS='-c esm.reader_password=…' psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --file grants.sql
-- Without esm.reader_password the role keeps the password it has (a new one has none, and can't log in with one).
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'esm_reader') THEN
    CREATE ROLE esm_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT CONNECTION LIMIT 20;
  END IF;
  IF coalesce(current_setting('esm.reader_password', true), '') <> '' THEN
    EXECUTE format('ALTER ROLE esm_reader PASSWORD %L', current_setting('esm.reader_password'));
  END IF;
END $$;

-- A dashboard's query that goes wrong must not hold up the monitor.
ALTER ROLE esm_reader SET default_transaction_read_only = on;
ALTER ROLE esm_reader SET statement_timeout = '30s';
ALTER ROLE esm_reader SET idle_in_transaction_session_timeout = '30s';

GRANT USAGE ON SCHEMA esm TO esm_reader;
-- By name: what was set aside (dead_letter) holds raw samples, and who decided what (triage) is nobody's graph.
-- Rights on esm.error cover its daily partitions, those of days to come too.
GRANT SELECT ON esm.error, esm.incident, esm.incident_status, esm.fingerprint, esm.incident_count, esm.incident_minute,
                esm.total, esm.minute, esm.log, esm.position
   TO esm_reader;

-- These run with their owner's rights, and Postgres lets everybody call a new function: the reader could drop days.
-- A monitor that is not the owner needs: GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA esm TO <its role>.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA esm FROM PUBLIC;
