-- What the roles of roles.sql may do with what is in the schema. esm-monitor migrate runs it, as the schema's owner, after
-- each change; it can be run by hand at any time, and passes over a role that is not there.

-- Some functions run with their owner's rights (they make and drop days of errors), and Postgres lets everybody call a
-- new function.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA esm FROM PUBLIC;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'esm_app') THEN
    GRANT USAGE ON SCHEMA esm TO esm_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA esm TO esm_app;
    REVOKE INSERT, UPDATE, DELETE ON esm.migration FROM esm_app;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA esm TO esm_app;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'esm_read') THEN
    GRANT USAGE ON SCHEMA esm TO esm_read;
    GRANT SELECT ON ALL TABLES IN SCHEMA esm TO esm_read;
    -- Raw samples of what could not be read, as they came: nothing in them is redacted.
    REVOKE SELECT ON esm.dead_letter FROM esm_read;
  END IF;
END $$;
