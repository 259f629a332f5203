import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { aRawBatch } from '../../support/raw-batch.ts';
import { cutOff, describeFormat, isCutOff } from './format-suite.ts';

const sample = {
  '@t': '2026-11-23T10:15:02.1180000Z',
  '@mt': 'Could not ship {OrderId}',
  '@l': 'Error',
  OrderId: 5512,
  Application: 'shipping',
  '@x': 'System.TimeoutException: slow\n   at Ship.Send() in Ship.cs:line 44',
};

describeFormat({
  format: 'clef',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'shipping',
    message: 'Could not ship 5512',
    exceptionType: 'System.TimeoutException',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    fields: { OrderId: 5512 },
  },
  caused: {
    ...sample,
    '@x': 'Shop.Late: a\n ---> System.TimeoutException: slow\n   at Net.Call()\n   --- End of inner exception stack trace ---\n   at Ship.Send() in Ship.cs:line 44',
  },
  parts: ['Shop.Late', 'System.TimeoutException', 'Ship:Send'],
  atLevel: (level: string | null) => ({ ...sample, '@l': level ?? undefined }),
  levels: [
    ['Fatal', 'CRITICAL'],
    ['Error', 'ERROR'],
    ['Warning', 'WARN'],
    [null, 'INFO'],
    ['Verbose', 'DEBUG'],
  ],
  broken: cutOff(sample),
  reason: isCutOff,
});

test('groups by the template where there is no exception', () => {
  const { errors } = createPipeline()(
    aRawBatch([
      { ...sample, '@x': undefined },
      { ...sample, '@x': undefined, OrderId: 'none at all' },
    ]),
  );

  expect(errors.map(({ grouping }) => grouping.tier)).toEqual(['template', 'template']);
  expect(errors[0]?.incident).toBe(errors[1]?.incident);
});
