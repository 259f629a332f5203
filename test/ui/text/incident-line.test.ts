import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { incidentLine } from '../../../src/ui/text/incident-line.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { noon } from '../../support/builders.ts';
import { anIncident } from '../support/a-session.ts';

test.each([
  [4, 5, ' 5      5 '],
  [9, 5, ' 9      5 '],
])(
  'counts of %i stored errors and %i seen here in a minute no fewer than were seen',
  (count, perMinute, text) => {
    const incident = anIncident({ count });

    const line = incidentLine(incident, { perMinute, trend: [] }, 120, false, noon, null, createPaint(0));

    expect(stripVTControlCharacters(line)).toContain(text);
  },
);
