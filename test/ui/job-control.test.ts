import type { SuspendTerminal } from 'ink';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJobControl, type JobControl } from '../../src/ui/job-control.ts';

let happened: string[] = [];
let jobs: JobControl;
const suspend = (async () => {
  happened.push('terminal given back');
  const resume = async () => {
    happened.push('terminal taken again');
  };
  return { resume, [Symbol.asyncDispose]: resume };
}) as SuspendTerminal;

beforeEach(() => {
  happened = [];
  vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    happened.push(`${signal} to ${pid === process.pid ? 'itself' : pid === 0 ? 'its group' : pid}`);
    return true;
  });
  jobs = createJobControl(() => suspend);
});
afterEach(() => {
  jobs.close();
  vi.restoreAllMocks();
});

test('stops its whole group, so that the shell comes back', () => {
  jobs.stop();

  expect(happened).toEqual(['SIGTSTP to its group']);
});

test('gives the terminal back before it stops, and takes it again when it goes on', async () => {
  process.emit('SIGTSTP');
  process.emit('SIGCONT');

  await vi.waitFor(() => expect(happened.length).toBe(4));
  expect(happened).toEqual([
    'terminal given back',
    'SIGSTOP to itself',
    'SIGWINCH to itself',
    'terminal taken again',
  ]);
});

test('draws anew after a stop that it was not told of', async () => {
  process.emit('SIGCONT');

  await vi.waitFor(() =>
    expect(happened).toEqual(['SIGWINCH to itself', 'terminal given back', 'terminal taken again']),
  );
});
