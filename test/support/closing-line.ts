import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints `N passed, N failed, N skipped` as the very last line of the run, for programs that read it.
 *
 * A file that can't be loaded and an error outside of any test count as failed, so a run that fails never ends with
 * `0 failed`.
 */
export function closingLine(write: (text: string) => void = (text) => process.stdout.write(text)): Reporter {
  let line = '0 passed, 0 failed, 0 skipped';
  return {
    // At the process's end, because the shutdown of servers and workers may still print.
    onInit: () => void process.once('exit', () => write(`${line}\n`)),
    onTestRunEnd: (modules, errors) => {
      line = countTests(modules, errors.length);
    },
  };
}

function countTests(modules: readonly TestModule[], otherErrors: number): string {
  let passed = 0;
  let skipped = 0;
  let failed = otherErrors;
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'failed') failed += 1;
      else skipped += 1;
    }
  }
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
