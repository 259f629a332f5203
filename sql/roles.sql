-- Three roles, each with the least that its work needs:
--   esm_owner  owns the schema and changes it: esm-monitor migrate
--   esm_app    writes: watch, replay, resolve, mute, reopen, prune, doctor
--   esm_read   only reads: query, Grafana
--
-- Run it as a superuser in the monitor's database, before or after the monitor's first start, and again at any time:
--   PGOPTIONS='-c esm.owner_password=… -c esm.app_password=… -c esm.read_password=…' \
--     psql "$ADMIN_URL" --set ON_ERROR_STOP=1 --single-transaction --file roles.sql
-- Without a password a role keeps the one it has; a new one has none, and can't log in with one. Passwords that are given
-- so may not hold blanks. Then: DATABASE_URL=postgres://esm_owner:…@host/db esm-monitor migrate
-- That makes or changes the tables, and says in grants.sql what the other two may do with them.

DO $$
DECLARE
  role text;
  password text;
BEGIN
  FOREACH role IN ARRAY ARRAY['owner', 'app', 'read'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'esm_' || role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT', 'esm_' || role);
    END IF;
    password := coalesce(current_setting('esm.' || role || '_password', true), '');
    IF password <> '' THEN
      EXECUTE format('ALTER ROLE %I PASSWORD %L', 'esm_' || role, password);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), 'esm_' || role);
  END LOOP;
  -- replay --rebuild-totals counts in a table of its own.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO esm_app', current_database());
END $$;

-- A question that goes wrong must not hold up the monitor.
ALTER ROLE esm_read CONNECTION LIMIT 40;
ALTER ROLE esm_read SET default_transaction_read_only = on;
ALTER ROLE esm_read SET statement_timeout = '30s';
ALTER ROLE esm_read SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE esm_app SET idle_in_transaction_session_timeout = '5min';

CREATE SCHEMA IF NOT EXISTS esm AUTHORIZATION esm_owner;

-- Where a monitor has made the schema already, as whatever user: from now on all of it is esm_owner's.
ALTER SCHEMA esm OWNER TO esm_owner;
DO $$
DECLARE
  change text;
BEGIN
  FOR change IN
    SELECT format('ALTER TABLE %s OWNER TO esm_owner', oid::regclass)
      FROM pg_class WHERE relnamespace = 'esm'::regnamespace AND relkind IN ('r', 'p', 'v')
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO esm_owner', oid::regprocedure)
      FROM pg_proc WHERE pronamespace = 'esm'::regnamespace
  LOOP
    EXECUTE change;
  END LOOP;
END $$;
