import { MonitorError } from '../errors.ts';
import type { KafkaAccess } from '../kafka/access.ts';
import { createKafka } from '../kafka/client.ts';
import { readRecord } from '../kafka/read-record.ts';
import { explainedLines, explainedText } from '../output/explained.ts';
import { write } from '../output/json-lines.ts';
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
  for await (const value of valuesOf(context.stdin, run.byNull ? 0 : 0x0a)) {
    await print({ offset: '0', timestamp: String(Date.now()), value }, { topic: 'stdin', partition: 0 });
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

/** The bytes between separators; a last value needs none. Blank lines are no values. */
async function* valuesOf(input: AsyncIterable<Buffer | string>, separator: number): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of input) {
    rest = Buffer.concat([rest, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    for (let end = rest.indexOf(separator); end !== -1; end = rest.indexOf(separator)) {
      const value = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      if (value.length > 0) yield value;
    }
  }
  if (rest.length > 0) yield rest;
}
