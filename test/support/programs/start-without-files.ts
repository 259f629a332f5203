// Opens all files it can, then starts what the first argument names, and says what came of it.
import { openSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { createCommand } from '../../../src/alerts/create-command.ts';
import { createPagerSink } from '../../../src/output/pager-sink.ts';
import { runTool } from '../../../src/ui/clipboard-tools.ts';

const signal = new AbortController().signal;
const starts: { readonly [what: string]: () => Promise<unknown> } = {
  alert: () => createCommand({ program: 'cat', args: [], env: process.env }).deliver('{}', signal),
  clipboard: () => runTool({ name: 'cat', file: 'cat', args: [], encoding: 'utf8' }, 'text'),
  pager: async () => {
    const printed: string[] = [];
    // A stream of Node's that lacks only what no sink asks for.
    const stdout = { rows: 1, write: (text: string) => printed.push(text) > 0 } as unknown as WriteStream;
    const sink = createPagerSink(stdout, 'cat -u', process.env);
    await sink.write('first\nsecond\n');
    await sink.close(true);
    return printed;
  },
};

const [what = ''] = process.argv.slice(2);
holdAllFiles();
console.log(JSON.stringify(await starts[what]?.()));

function holdAllFiles(): void {
  try {
    for (;;) openSync('/dev/null', 'r');
  } catch {
    // No more can be opened: EMFILE.
  }
}
