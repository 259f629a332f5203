import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';

/** Folders whose tests talk to the real servers; all others run without waiting for them. */
const withServers = 'test/{integration,faults,contracts,infra,demo,kafka,postgres,redis}/**/*.test.{ts,tsx}';

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', closingLine()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [withServers],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [withServers],
          globalSetup: 'test/support/servers-setup.ts',
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
          // kafkajs 2.2.4 computes negative timeouts, and Node 22+ tells of each.
          execArgv: ['--disable-warning=TimeoutNegativeWarning'],
        },
      },
    ],
  },
});
