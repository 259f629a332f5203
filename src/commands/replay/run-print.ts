import { errorLine, toLine, write } from '../../output/json-lines.ts';
import { createClosing } from '../closing.ts';
import type { Context } from '../context.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { openReplay, type ReplayRun } from './open-replay.ts';
import { refuseProblems } from './problems.ts';
import { rangesOf, readThroughPipeline } from './read-range.ts';

/** Prints the errors of a range of Kafka as `watch --headless` would; stores and moves nothing. */
export async function runPrint(run: ReplayRun, context: Context): Promise<void> {
  keepHeapSmall();
  const closing = createClosing();
  try {
    const replay = await openReplay(run, closing, context, false);
    refuseProblems(replay.plan);
    const ranges = await rangesOf(replay, run, ({ high }) => high);
    let errors = 0;
    await readThroughPipeline(
      replay,
      run,
      ranges,
      async (result) => {
        errors += result.errors.length;
        await write(context.stdout, result.errors.map((error) => `${toLine(errorLine(error))}\n`).join(''));
      },
      context.signal,
    );
    if (errors === 0) context.stderr.write('No errors lie in that range.\n');
  } finally {
    await closing.close();
  }
}
