/** Faults whose tests stand beside the part that they test; `npm run test:faults` runs them too. */
export type Elsewhere = {
  readonly id: string;
  readonly fault: string;
  readonly files: readonly string[];
};

export const elsewhere: readonly Elsewhere[] = [
  {
    id: 'F12',
    fault: 'escape sequences in every text, in every view and output',
    files: [
      'test/pipeline/hostile-texts.test.ts',
      'test/ui/screens/hostile-views.test.tsx',
      'test/ui/render-watch.test.ts',
      'test/output/hostile-query.test.ts',
      'test/output/json-lines.test.ts',
    ],
  },
  {
    id: 'F19',
    fault: 'the screen is left by a key, signals, Ctrl-Z and a crash',
    files: ['test/integration/real-terminal.test.ts'],
  },
  {
    id: 'F25',
    fault: 'least rights; secrets in flags and files; TLS with a wrong CA, host or date',
    files: [
      'test/integration/least-rights.test.ts',
      'test/config/config-file.test.ts',
      'test/config/refused-config-file.test.ts',
      'test/config/kafka-access.test.ts',
      'test/config/refused-kafka-access.test.ts',
      'test/kafka/secure-access.test.ts',
      'test/postgres/tls.test.ts',
      'test/redis/tls.test.ts',
    ],
  },
  {
    id: 'F26',
    fault: 'the package: contents, licences (npm run check:supply: signatures, install without scripts)',
    files: ['test/supply/package.test.ts', 'test/supply/licences.test.ts'],
  },
];
