import type { MigrationBuilder } from 'node-pg-migrate';

/**
 * A stack that comes again is stored once: errors that are copied refer to the first of their log and day (UTC) that has
 * it, so that one daily partition holds both, and drops both.
 */
export const up = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    ALTER TABLE esm.error ADD COLUMN stack_of bigint;
    COMMENT ON COLUMN esm.error.stack_of IS
      'Offset of the error of the same log and day (UTC), part 0, that has the same stack; stack is null then';
  `);
};

export const down = (pgm: MigrationBuilder): void => {
  pgm.sql(`
    UPDATE esm.error
       SET stack = first.stack, stack_of = NULL
      FROM esm.error AS first
     WHERE first.log_id = error.log_id AND first."offset" = error.stack_of AND first.part = 0
       AND date_trunc('day', first.at, 'UTC') = date_trunc('day', error.at, 'UTC');
    ALTER TABLE esm.error DROP COLUMN stack_of;
  `);
};
