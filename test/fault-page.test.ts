import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openFaultPage } from './faults/support/fault-page.ts';

const machine = '2 cores, 8 GiB.';

async function aFile(): Promise<URL> {
  return pathToFileURL(join(await mkdtemp(join(tmpdir(), 'fault-page-')), 'faults.md'));
}

function aRow(id: string, fault: string, verdict = 'pass') {
  return [id, fault, '10 events', '0', '0', '1.0 s', '', verdict];
}

async function rowsOf(file: URL): Promise<readonly string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.startsWith('| F'));
  return lines.map((line) => line.replaceAll(/\s*\|\s*/g, '|'));
}

test('puts a line in the place of the older one about the same fault, with its own day', async () => {
  const file = await aFile();
  const first = openFaultPage(file, machine, '2026-11-01');
  first.put(aRow('F10', 'large', 'FAIL'));
  first.put(aRow('F2', 'dies'));

  openFaultPage(file, machine, '2026-11-02').put(aRow('F10', 'large'));

  expect(await rowsOf(file)).toEqual([
    '|F2|dies|10 events|0|0|1.0 s||pass|2026-11-01|',
    '|F10|large|10 events|0|0|1.0 s||pass|2026-11-02|',
  ]);
});

test('drops the lines of a fault that ran again and has them no more, and of no other', async () => {
  const file = await aFile();
  const first = openFaultPage(file, machine, '2026-11-01');
  for (const name of ['slow', 'slower']) first.put(aRow('F17', name));
  first.put(aRow('F18', 'signals'));

  const second = openFaultPage(file, machine, '2026-11-02');
  second.put(aRow('F17', 'slow'));
  second.settle();

  expect((await rowsOf(file)).map((row) => row.split('|')[2])).toEqual(['slow', 'signals']);
});

test('begins a page of another machine anew', async () => {
  const file = await aFile();
  openFaultPage(file, machine, '2026-11-01').put(aRow('F1', 'killed'));

  openFaultPage(file, '64 cores, 512 GiB.', '2026-11-02').put(aRow('F2', 'dies'));

  expect(await rowsOf(file)).toHaveLength(1);
});
