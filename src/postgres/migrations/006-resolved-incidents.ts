import type { MigrationBuilder } from 'node-pg-migrate';

/** Each batch asks which of its incidents are resolved: mostly none, and this index says so without a look at their rows. */
export const up = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    CREATE INDEX incident_resolved ON esm.incident (id) WHERE resolved_at IS NOT NULL AND regressed_at IS NULL;
  `);
};

export const down = (pgm: MigrationBuilder): void => {
  pgm.sql('DROP INDEX esm.incident_resolved;');
};
