import { expect, test } from 'vitest';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { aRawBatch } from '../support/raw-batch.ts';
import { groupingQuality, type LabelledRecord, labelledRecords } from './corpus/corpus.ts';

function incidentsOf(records: readonly LabelledRecord[]): readonly string[] {
  return createPipeline()(aRawBatch(records.map(({ value }) => value))).errors.map(
    ({ incident }) => incident,
  );
}

test('the corpus holds at least 600 messages of 60 templates in 8 languages', () => {
  const records = labelledRecords();

  const labels = new Set(records.map(({ label }) => label));

  expect(records.length).toBeGreaterThanOrEqual(600);
  expect(labels.size).toBeGreaterThanOrEqual(60);
});

test('groups at least 95 % of the labelled errors exactly by their fault', () => {
  const records = labelledRecords();

  const quality = groupingQuality(
    records.map(({ label }) => label),
    incidentsOf(records),
  );

  expect(quality.accuracy, `split or merged: ${quality.wrong.join(', ')}`).toBeGreaterThanOrEqual(0.95);
  expect(quality.pairwiseF1).toBeGreaterThanOrEqual(0.95);
});

test('groups the same in whatever order the errors arrive', () => {
  const records = labelledRecords();
  const reversed = [...records].reverse();

  const incidents = incidentsOf(records);
  const incidentsReversed = incidentsOf(reversed);

  expect([...incidentsReversed].reverse()).toEqual(incidents);
});

test('the measure sees a split and a merge', () => {
  const labels = ['a', 'a', 'b', 'b', 'c', 'c'];

  expect(groupingQuality(labels, ['1', '1', '2', '2', '3', '3'])).toEqual({
    accuracy: 1,
    pairwiseF1: 1,
    wrong: [],
  });
  expect(groupingQuality(labels, ['1', '4', '2', '2', '3', '3'])).toMatchObject({
    accuracy: 4 / 6,
    wrong: ['a'],
  });
  expect(groupingQuality(labels, ['1', '1', '1', '1', '3', '3'])).toMatchObject({
    accuracy: 2 / 6,
    wrong: ['a', 'b'],
  });
});
