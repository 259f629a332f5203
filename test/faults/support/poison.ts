/** A value that a careless or hostile program may write. */
export type Poison = {
  readonly what: string;
  readonly value: Buffer | null;
  /** Bytes of the record's key. */
  readonly keyBytes?: number;
};

/** Sixty of them; none is a record of a logger. */
export function poisons(): readonly Poison[] {
  return [
    ...invalidUtf8().map((value) => ({ what: 'bytes that are no UTF-8', value })),
    ...nulls().map((value) => ({ what: 'NUL', value: Buffer.from(value) })),
    ...surrogates().map((value) => ({ what: 'a lone surrogate', value: Buffer.from(value) })),
    ...truncated().map((value) => ({ what: 'JSON cut off', value: Buffer.from(value) })),
    ...otherJson.map((value) => ({ what: 'JSON that is no object', value: Buffer.from(value) })),
    ...Array.from({ length: 4 }, () => ({ what: 'no value', value: null })),
    ...['\ufeff{"level":"ERROR","message":"x"}', '\ufeff', '\ufeff\ufeff{}'].map((value) => ({
      what: 'a byte order mark',
      value: Buffer.from(value),
    })),
    ...nested().map((value) => ({ what: 'a hundred thousand levels deep', value: Buffer.from(value) })),
    ...Array.from({ length: 3 }, (_, i) => ({
      what: 'a key of a MiB',
      value: Buffer.from(anError(`with a large key ${i}`)),
      keyBytes: 2 ** 20,
    })),
    ...badDates.map((date) => ({
      what: 'a bad date',
      value: Buffer.from(anError('at a bad date', `"timestamp":${date},`)),
    })),
  ];
}

function anError(message: string, more = ''): string {
  return `{${more}"level":"ERROR","service":"poison","message":"${message}"}`;
}

function invalidUtf8(): readonly Buffer[] {
  const inside = (bytes: readonly number[]) =>
    Buffer.concat([Buffer.from('{"level":"ERROR","message":"'), Buffer.from(bytes), Buffer.from('"}')]);
  const sequences = [
    [0xff],
    [0xc0, 0xaf],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0x80],
  ];
  return [...sequences.map((bytes) => Buffer.from(bytes)), ...sequences.map(inside)];
}

function nulls(): readonly string[] {
  return [
    '\0',
    '\0\0\0\0',
    anError('a\\u0000b'),
    anError('a\0b'),
    '{"level":"ERROR","\\u0000":"\\u0000","message":""}',
  ];
}

function surrogates(): readonly string[] {
  return ['\\ud800', '\\udfff', '\\ud800\\ud800', 'x\\udc00\\ud800y'].map((text) => anError(text));
}

function truncated(): readonly string[] {
  const whole = anError('a message that is cut off');
  return [1, 5, 12, 20, 30, 40, whole.length - 1].map((length) => whole.slice(0, length));
}

const otherJson = [
  '42',
  '-1.5e300',
  '"text"',
  '""',
  'true',
  'null',
  '[]',
  '[1,2,3]',
  '[[[]]]',
  '{}',
  '[{}]',
  '{"a":{}}',
];

function nested(): readonly string[] {
  const levels = 100_000;
  return [
    '['.repeat(levels),
    '['.repeat(levels) + ']'.repeat(levels),
    '{"a":'.repeat(levels),
    `{"level":"ERROR","message":"deep","a":${'['.repeat(levels)}${']'.repeat(levels)}}`,
  ];
}

const badDates = ['"never"', '"2026-13-45T99:99:99Z"', '1e400', '-1', '"0000-00-00"', '{"$date":{}}'];
