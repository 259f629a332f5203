import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';

/** Folders whose tests talk to the real servers; all others run without waiting for them. */
const withServers = 'test/{integration,contracts,infra,demo,kafka,postgres,redis}/**/*.test.{ts,tsx}';
/** Tests that mostly wait for what they broke. */
const faults = 'test/faults/**/*.test.ts';

const onServers = {
  globalSetup: 'test/support/servers-setup.ts',
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // The services of the demo use kafkajs as it is: it computes negative timeouts, and Node 22+ tells of each.
  execArgv: ['--disable-warning=TimeoutNegativeWarning'],
};

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
          exclude: [withServers, faults],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [withServers],
          ...onServers,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: [faults],
          ...onServers,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
