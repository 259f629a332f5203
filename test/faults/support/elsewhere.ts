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
      'test/ui/screens/hostile-views.test.tsx',
      'test/pipeline/hostile-texts.test.ts',
      'test/output/json-lines.test.ts',
    ],
  },
  {
    id: 'F19',
    fault: 'the screen is left by a key, signals, Ctrl-Z and a crash',
    files: ['test/integration/real-terminal.test.ts'],
  },
];
