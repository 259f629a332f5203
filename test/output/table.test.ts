import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { type Column, createTable } from '../../src/output/table.ts';

type Row = { readonly id: string; readonly seen: string; readonly since: string; readonly title: string };

const columns: readonly Column<Row>[] = [
  { name: 'id', text: ({ id }) => id },
  { name: 'seen', spare: 1, text: ({ seen }) => seen },
  { name: 'since', spare: 2, text: ({ since }) => since },
  { name: 'title', least: 10, text: ({ title }) => title },
];
const row = { id: '9f86', seen: '12:03:44', since: '2026-11-23', title: 'Payment declined by the bank' };

test.each([
  { width: undefined, line: '9f86  12:03:44  2026-11-23  Payment declined by the bank' },
  { width: 38, line: '9f86  12:03:44  2026-11-23  Payment d…' },
  { width: 37, line: '9f86  12:03:44  Payment declined by …' },
  { width: 26, line: '9f86  12:03:44  Payment d…' },
  { width: 25, line: '9f86  Payment declined b…' },
  { width: 9, line: '9f86  Pa…' },
])(
  'leaves out in $width columns what can be spared, so that the last column can be read',
  ({ width, line }) => {
    const table = createTable(columns, [row], { width, chalk: new Chalk({ level: 0 }), time: String });

    expect(table.line(row)).toBe(line);
    expect(table.head.split(/ +/)).toHaveLength(line.split('  ').length);
  },
);
