import { createPipeline } from '../../src/pipeline/process-batch.ts';
import type { RawBatch, RawRecords } from '../../src/types.ts';
import { aPythonRecord, aRawBatch, aRecord, recordTime } from '../support/raw-batch.ts';

/** Speed of the pure path for one format, in records/s, beside JSON.parse alone on the same records. */
export type PipelineSpeed = {
  readonly format: string;
  readonly recordsPerSecond: number;
  /** Undefined for a format that is no JSON. */
  readonly jsonParsePerSecond: number | undefined;
};

const batchSize = 1000;
const errorEvery = 20;

/** Measures each format: batches of 1,000 records, 5 % of them errors, half of those with a stack of 900 bytes. */
export function benchPipeline(secondsEach = 1.5, only?: string): readonly PipelineSpeed[] {
  const chosen = samples().filter(({ format }) => only === undefined || format === only);
  return chosen.map(({ format, isJson, recordOf }) => {
    const batches = Array.from({ length: 20 }, (_, batch) => batchOf(batch * batchSize, recordOf));
    const [whole, parse] = measureBoth(batches, secondsEach, isJson);
    return { format, recordsPerSecond: whole, jsonParsePerSecond: parse };
  });
}

type Sample = {
  readonly format: string;
  readonly isJson: boolean;
  readonly recordOf: (index: number, isError: boolean, stack: string | undefined) => unknown;
};

function samples(): readonly Sample[] {
  return [
    {
      format: 'python',
      isJson: true,
      recordOf: (index, isError, stack) =>
        aPythonRecord({
          level: isError ? 'ERROR' : 'INFO',
          service: services[index % 3],
          message: `${isError ? 'payment declined' : 'request handled'} for order ${index * 7919}`,
          ...(stack && { exception: stack }),
        }),
    },
    {
      format: 'pino',
      isJson: true,
      recordOf: (index, isError, stack) => ({
        level: isError ? 50 : 30,
        time: recordTime,
        pid: 31,
        hostname: 'cart-6f',
        name: services[index % 3],
        msg: `${isError ? 'stock lookup failed' : 'request handled'} for ${index * 7919}`,
        ...(isError && { err: { type: 'FetchError', message: 'ECONNREFUSED', stack } }),
      }),
    },
    {
      format: 'json',
      isJson: true,
      recordOf: (index, isError, stack) => ({
        severity: isError ? 'ERROR' : 'INFO',
        time: '2026-11-23T10:15:02Z',
        app: services[index % 3],
        message: `${isError ? 'quota gone' : 'request handled'} for ${index * 7919}`,
        ...(stack && { stack_trace: stack }),
      }),
    },
    {
      format: 'ecs',
      isJson: true,
      recordOf: (index, isError, stack) => ({
        '@timestamp': '2026-11-23T10:15:02.118Z',
        'log.level': isError ? 'ERROR' : 'INFO',
        'service.name': services[index % 3],
        'ecs.version': '1.2.0',
        message: `index ${index * 7919} ${isError ? 'refused' : 'built'}`,
        ...(stack && { 'error.stack_trace': stack }),
      }),
    },
    {
      format: 'otlp',
      isJson: true,
      recordOf: (index, isError) => ({
        resourceLogs: [
          {
            resource: { attributes: [{ key: 'service.name', value: { stringValue: services[index % 3] } }] },
            scopeLogs: [
              {
                logRecords: [
                  {
                    timeUnixNano: '1795428902118000000',
                    severityNumber: isError ? 17 : 9,
                    body: { stringValue: `tile ${index * 7919} ${isError ? 'missing' : 'drawn'}` },
                  },
                ],
              },
            ],
          },
        ],
      }),
    },
    {
      format: 'docker',
      isJson: true,
      recordOf: (index, isError) => ({
        log: `{"level":${isError ? 50 : 30},"time":1795428902118,"name":"cart","msg":"item ${index * 7919}"}\n`,
        stream: 'stderr',
        time: '2026-11-23T10:15:02.120Z',
      }),
    },
    {
      format: 'logfmt',
      isJson: false,
      recordOf: (index, isError) =>
        `ts=2026-11-23T10:15:02Z level=${isError ? 'error' : 'info'} service=rates msg="feed ${index * 7919}"`,
    },
    {
      format: 'syslog',
      isJson: false,
      recordOf: (index, isError) =>
        `<${isError ? 131 : 134}>1 2026-11-23T10:15:02.118Z db-1 pgrouter 77 - - session ${index * 7919} moved`,
    },
    {
      format: 'text',
      isJson: false,
      recordOf: (index, isError, stack) =>
        `2026-11-23 10:15:02,118 - auth - ${isError ? 'ERROR' : 'INFO'} - login ${index * 7919} from 10.1.1.7${stack ? `\n${stack}` : ''}`,
    },
  ];
}

const services = ['order-service', 'user-management', 'notification'];

function batchOf(from: number, recordOf: Sample['recordOf']): RawBatch {
  const values = Array.from({ length: batchSize }, (_, at) => {
    const index = from + at;
    const isError = index % errorEvery === 0;
    const stack = index % (errorEvery * 2) === 0 ? pythonStack(index) : undefined;
    return aRecord(recordOf(index, isError, stack), { timestamp: String(recordTime + index) });
  });
  return aRawBatch(values, { from: BigInt(from) });
}

/** About 900 bytes; the last line differs from error to error, as it does in life. */
function pythonStack(index: number): string {
  const calls = ['handle', 'dispatch', 'pay', 'charge', 'send', 'connect', 'retry', 'post'].map(
    (name, at) =>
      `  File "/usr/src/app/services/${name}_module.py", line ${40 + at}, in ${name}\n    return ${name}_next(request, order, context)`,
  );
  return ['Traceback (most recent call last):', ...calls, `PaymentError: declined by bank ${index}`].join(
    '\n',
  );
}

/** In turns, so that both see the same machine. */
function measureBoth(
  batches: readonly RawBatch[],
  seconds: number,
  isJson: boolean,
): readonly [whole: number, parse: number | undefined] {
  const run = createPipeline();
  const whole = { records: 0, ms: 0 };
  const parse = { records: 0, ms: 0 };
  const end = performance.now() + seconds * 1000;
  for (let round = 0; performance.now() < end || round < 40; round++) {
    const batch = batches[round % batches.length];
    if (!batch) continue;
    const counted = round >= 20; // the first rounds warm up
    time(whole, counted, batch.records.length, () => run(batch));
    if (isJson) time(parse, counted, batch.records.length, () => parseAll(batch.records));
  }
  return [rate(whole), isJson ? rate(parse) : undefined];
}

function time(
  sum: { records: number; ms: number },
  counted: boolean,
  records: number,
  task: () => unknown,
): void {
  const start = performance.now();
  task();
  if (!counted) return;
  sum.ms += performance.now() - start;
  sum.records += records;
}

function rate({ records, ms }: { readonly records: number; readonly ms: number }): number {
  return Math.round((records / ms) * 1000);
}

function parseAll(records: RawRecords): number {
  let parsed = 0;
  for (let index = 0; index < records.length; index++) {
    const { value } = records.record(index);
    if (value && JSON.parse(value.toString()) !== undefined) parsed++;
  }
  return parsed;
}
