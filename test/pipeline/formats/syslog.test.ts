import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { aRawBatch } from '../../support/raw-batch.ts';
import { describeFormat } from './format-suite.ts';

const sample = '<131>1 2026-11-23T10:15:02.118Z db-1 pgrouter 77 - - lost primary, holding 12 sessions';

describeFormat({
  format: 'syslog',
  sample,
  reads: {
    severity: 'ERROR',
    service: 'pgrouter',
    host: 'db-1',
    message: 'lost primary, holding 12 sessions',
    time: Date.parse('2026-11-23T10:15:02.118Z'),
    fields: { procid: '77' },
  },
  caused: '<131>1 - - app - - - x\na.B: x\n\tat a.C.d(C.java:1)\nCaused by: e.F: y\n\t... 2 more',
  parts: ['a.B', 'e.F', 'a.C:d'],
  atLevel: (priority: number) => `<${priority}>1 - - app - - [a b="]"] text`,
  levels: [
    [128, 'CRITICAL'],
    [130, 'CRITICAL'],
    [131, 'ERROR'],
    [132, 'WARN'],
    [134, 'INFO'],
    [135, 'DEBUG'],
  ],
  broken: '<999>1 2026 no priority of syslog',
  reason: null,
});

test.each([
  ['a BOM before the text', '<131>1 - - app - - - \ufeffdisk full', 'app', 'disk full'],
  ['a final NUL', '<131>1 - - app - - - disk full\0', 'app', 'disk full'],
  ['a count of octets', '52 <131>1 - - app - - - disk full', 'app', 'disk full'],
  ['the form of RFC 3164', '<11>Nov 23 10:15:02 db-1 app[77]: disk full', 'app', 'disk full'],
  ['nothing but a priority', '<11>disk full', 'application-logs', 'disk full'],
])('reads a line with %s', (_name, line, service, message) => {
  const { errors } = createPipeline()(aRawBatch([line]));

  expect(errors).toMatchObject([{ format: 'syslog', severity: 'ERROR', service, message }]);
});
