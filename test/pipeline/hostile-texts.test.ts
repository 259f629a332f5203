import { expect, test } from 'vitest';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { aPythonRecord, aRawBatch } from '../support/raw-batch.ts';

/** What makes careless expressions go back and try again, each repeated to 64 KiB. */
const pieces = [
  ...[
    '=',
    'a=',
    '/a',
    '(1)',
    '"',
    "'",
    '::',
    'a.',
    '--',
    '{"',
    '1,',
    'user ',
    '\\',
    '@',
    'a@',
    '://a@',
    'a:',
    '\n',
    '\n ',
  ],
  ...[
    '\n\tat a',
    '\n  at a (',
    'password="',
    '"password":"',
    'eyJa.',
    '-----BEGIN PRIVATE KEY-----',
    'aB3/',
    '4111 ',
  ],
  ...[
    '\n#0 a',
    '\n  File "',
    '\nTraceback (most recent call last):',
    '\nCaused by: a.B',
    '\n0: ',
    '\n a.go:1',
    'E1',
  ],
  ...[
    'code ',
    '1-',
    '1:',
    'ab1',
    '\\"',
    '\n---> ',
    '\n   at A.B(',
    '.rb:1:in ',
    '\x1b[',
    'cookie: a=',
    'Nov 23',
    '[a] ',
  ],
  ...['${', '{a}', '_a1', '\u202e', '\ud800', '<131>1 ', 'Bearer ', 'token: ', ' ', '\t', '\0'],
];

test.each(pieces)(
  'takes no more than linear time on a text full of %j',
  (piece) => {
    const text = `x${piece.repeat(Math.ceil((64 * 1024) / piece.length))}é`;
    const records = [
      aPythonRecord({ message: text, service: text, extra: { [text]: text } }),
      aPythonRecord({ exception: `Traceback (most recent call last):\n${text}` }),
      `2026-11-23 10:15:02 ERROR ${text}`,
      { level: 'error', '@t': text, '@mt': text, fingerprint: text, exception_type: text },
    ];
    const run = createPipeline();
    const start = performance.now();

    const { errors, deadLetters } = run(aRawBatch(records));

    expect(errors.length + deadLetters.length).toBeGreaterThanOrEqual(3);
    expect(performance.now() - start).toBeLessThan(4000);
  },
  20_000,
);
