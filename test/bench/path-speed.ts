import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { groupingQuality, labelledRecords } from '../pipeline/corpus/corpus.ts';
import { aRawBatch } from '../support/raw-batch.ts';
import { benchPipeline } from './pipeline.ts';
import type { Row } from './print-rows.ts';

const targets: { readonly [format: string]: number } = { python: 0.4 };

/** The pure path per format beside `JSON.parse` alone on the same records, and the quality of the grouping. */
export function pathSpeed(): readonly Row[] {
  const speeds = benchPipeline().map(({ format, recordsPerSecond, jsonParsePerSecond }): Row => {
    const what = `pipeline: ${format}`;
    const value = `${Math.round(recordsPerSecond).toLocaleString('en')}/s`;
    if (jsonParsePerSecond === undefined) return { what, value };
    const ratio = recordsPerSecond / jsonParsePerSecond;
    const target = targets[format];
    return {
      what,
      value: `${value}, ${ratio.toFixed(2)} of JSON.parse`,
      ...(target !== undefined && { target: `≥ ${target.toFixed(2)}`, pass: ratio >= target }),
    };
  });
  return [...speeds, ...quality()];
}

function quality(): readonly Row[] {
  const records = labelledRecords();
  const { errors } = createPipeline()(aRawBatch(records.map(({ value }) => value)));
  const { accuracy, pairwiseF1 } = groupingQuality(
    records.map(({ label }) => label),
    errors.map(({ incident }) => incident),
  );
  const row = (what: string, value: number): Row => ({
    what: `${what}, ${records.length} labelled errors`,
    value: value.toFixed(3),
    target: '≥ 0.95',
    pass: value >= 0.95,
  });
  return [row('grouping accuracy', accuracy), row('grouping pairwise F1', pairwiseF1)];
}
