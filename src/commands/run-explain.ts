import { addAbortSignal } from 'node:stream';
import { MonitorError } from '../errors.ts';
import type { KafkaAccess } from '../kafka/access.ts';
import { createKafka } from '../kafka/client.ts';
import { readRecord } from '../kafka/read-record.ts';
import { explainedLines, explainedText } from '../output/explained.ts';
import { write } from '../output/json-lines.ts';
import { maxValueBytes } from '../pipeline/decode-value.ts';
import { createExplainer } from '../pipeline/explain.ts';
import type { PipelineOptions } from '../pipeline/pipeline-options.ts';
import type { LogId, RawRecord } from '../types.ts';
import type { Context } from './context.ts';

export type ExplainRun = {
  readonly options: PipelineOptions;
  readonly json: boolean;
  /** Values on stdin are parted by NUL, since a value may hold newlines. */
  readonly byNull: boolean;
  /** A record in Kafka instead of stdin. */
  readonly record:
    | {
        readonly brokers: readonly string[];
        readonly access: KafkaAccess;
        readonly topic: string;
        readonly partition: number;
        readonly offset: string;
      }
    | undefined;
};

/** Prints for each value how the monitor reads it, by the same path as `watch`. */
export async function runExplain(run: ExplainRun, context: Context): Promise<void> {
  const explain = createExplainer(run.options);
  const print = async (record: RawRecord, log: LogId) => {
    const explained = explain(record, log);
    await write(context.stdout, run.json ? explainedLines(explained) : explainedText(explained));
  };
  if (run.record !== undefined) {
    const record = await fetchRecord(run.record, context.signal);
    if (record !== undefined) await print(record, run.record);
    return;
  }
  if (context.stdin.isTTY) {
    context.stderr.write('Reading values from the terminal, one a line; Ctrl-D ends.\n');
  }
  await eachValue(context, run.byNull ? 0 : 0x0a, (value) =>
    print({ offset: '0', timestamp: String(Date.now()), value }, { topic: 'stdin', partition: 0 }),
  );
}

/** Reads stdin to its end, or until `signal` aborts. */
async function eachValue(
  { stdin, signal }: Context,
  separator: number,
  onValue: (value: Buffer) => Promise<void>,
): Promise<void> {
  addAbortSignal(signal, stdin); // without it the wait for the next value goes on
  try {
    for await (const value of valuesOf(stdin, separator)) {
      if (signal.aborted) return;
      await onValue(value);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Answers undefined when `signal` aborts. */
async function fetchRecord(
  of: NonNullable<ExplainRun['record']>,
  signal: AbortSignal,
): Promise<RawRecord | undefined> {
  if (!/^\d{1,19}$/.test(of.offset)) {
    throw new MonitorError('CONFIG', `--offset can't be "${of.offset}".`, 'It takes a whole number.');
  }
  const kafka = createKafka({ brokers: of.brokers, access: of.access, clientId: 'esm-monitor explain' });
  try {
    return await readRecord(kafka, of.brokers, of, BigInt(of.offset), signal);
  } catch (error) {
    if (!signal.aborted) throw error; // asked to end while a server was waited for: that is an end in order
    return undefined;
  }
}

/**
 * The bytes between separators; a last value needs none. Blank lines are no values.
 *
 * @throws MonitorError `CONFIG` when no separator comes within the longest value that is read.
 */
async function* valuesOf(input: AsyncIterable<Buffer | string>, separator: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator, start)) {
      const value = Buffer.concat([...rest, bytes.subarray(start, end)]);
      rest = [];
      restBytes = 0;
      start = end + 1;
      if (value.length > 0) yield value;
    }
    rest.push(bytes.subarray(start));
    restBytes += bytes.length - start;
    if (restBytes > maxValueBytes) throw tooLong(separator);
  }
  if (restBytes > 0) yield Buffer.concat(rest);
}

function tooLong(separator: number): MonitorError {
  const [end, hint] =
    separator === 0
      ? ['NUL', 'Without -0 each line is a value.']
      : ['end of a line', 'Write each value on a line of its own, or part them by NUL with -0.'];
  return new MonitorError(
    'CONFIG',
    `No ${end} comes within ${maxValueBytes / 1024 ** 2} MiB, the longest value that is read.`,
    hint,
  );
}
