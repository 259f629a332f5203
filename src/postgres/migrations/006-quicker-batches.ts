import type { MigrationBuilder } from 'node-pg-migrate';

const tallyColumns = [
  ...['fingerprints', 'services', 'severities', 'minutes', 'counts', 'first_seen', 'last_seen'].map(
    (name) => `hit_${name}`,
  ),
  ...['services', 'severities', 'minutes', 'counts'].map((name) => `other_${name}`),
];

/**
 * Each batch asks which of its incidents are resolved: mostly none, and this index says so without a look at their rows.
 *
 * A tally lives for about a second. To compress it took 0.7 µs of the server for an error of one of 5,000 incidents.
 */
export const up = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    CREATE INDEX incident_resolved ON esm.incident (id) WHERE resolved_at IS NOT NULL AND regressed_at IS NULL;
    ${storedAs('EXTERNAL')}
  `);
};

export const down = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    DROP INDEX esm.incident_resolved;
    ${storedAs('EXTENDED')}
  `);
};

function storedAs(storage: 'EXTERNAL' | 'EXTENDED'): string {
  return `ALTER TABLE esm.tally ${tallyColumns.map((name) => `ALTER COLUMN ${name} SET STORAGE ${storage}`).join(', ')};`;
}
