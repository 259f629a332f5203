import { afterEach, expect, test, vi } from 'vitest';
import type { Health } from '../../src/health.ts';
import { renderWatch, type WatchScreen } from '../../src/ui/render-watch.tsx';
import { createFeed } from '../../src/ui/state/feed.ts';
import { createPast } from '../../src/ui/state/past.ts';
import { aHealth, anError, aStoredBatch } from '../support/builders.ts';
import { aTerminal } from './support/a-terminal.ts';
import { hostileSequences } from './support/hostile-sequences.ts';

const noNeighbours = async () => ({ low: 0n, high: 0n, neighbours: [] });
const esc = '\u001b';
const opened: WatchScreen[] = [];
afterEach(async () => {
  for (const screen of opened.splice(0)) {
    screen.close();
    await screen.done;
  }
});

function open(
  some: {
    readonly health?: Health;
    readonly colorLevel?: 0;
    readonly size?: readonly [number, number];
    readonly mouse?: boolean;
    readonly screenReader?: boolean;
  } = {},
) {
  const terminal = aTerminal(...(some.size ?? [100, 30]));
  const feed = createFeed();
  const onQuit = vi.fn();
  const past = createPast();
  const screen = renderWatch({
    ...{ feed, past, triage: () => undefined, by: 'tester', readNeighbours: noNeighbours },
    health: () => some.health ?? aHealth(),
    onQuit,
    stdout: terminal.stdout,
    stdin: terminal.stdin,
    mouse: some.mouse ?? false,
    screenReader: some.screenReader ?? false,
    ...(some.colorLevel === 0 ? { colorLevel: 0 } : {}),
  });
  opened.push(screen);
  return { terminal, feed, onQuit, screen };
}

const shows = async (output: () => string, text: string) => {
  await vi.waitFor(() => expect(output()).toContain(text), { timeout: 3_000, interval: 10 });
};

test('draws on the alternate screen and gives the terminal back when it is closed', async () => {
  const signals = process.listenerCount('SIGCONT');
  const { terminal, screen } = open();
  await shows(terminal.output, 'esm-monitor');
  expect(terminal.output().startsWith('\u001b[?1049h')).toBe(true);
  await vi.waitFor(() => expect(terminal.isRaw()).toBe(true));

  terminal.news();
  screen.close();
  await screen.done;

  const end = terminal.news();
  expect(end.slice(end.lastIndexOf('\u001b[?1049l'))).toContain('\u001b[?25h');
  await vi.waitFor(() => expect(terminal.isRaw()).toBe(false));
  expect(process.listenerCount('SIGCONT')).toBe(signals);
});

test('shows an error within a frame of its batch', async () => {
  const { terminal, feed } = open();
  await shows(terminal.output, 'Waiting for CRITICAL, ERROR and EXCEPTION');

  feed.push(aStoredBatch({ errors: [anError({ message: 'the needle' })] }));

  await shows(terminal.output, 'the needle');
});

test.each(['q', '\u0003'])('hands %j to the command each time and stays until it is closed', async (key) => {
  const { terminal, onQuit } = open();
  await shows(terminal.output, 'esm-monitor');

  terminal.type(key);
  await shows(terminal.output, 'Stopping');
  terminal.type(key);

  await vi.waitFor(() => expect(onQuit).toHaveBeenCalledTimes(2));
  expect(terminal.output()).not.toContain('\u001b[?1049l');
});

test('moves, opens and returns by keys', async () => {
  const { terminal, feed } = open();
  feed.push(
    aStoredBatch({
      errors: [anError({ message: 'first', incident: '1' }), anError({ message: 'second', incident: '2' })],
    }),
  );
  await shows(terminal.output, 'second');

  terminal.type('\u001b[A');
  await shows(terminal.news, 'PAUSED');
  terminal.type('\r');
  await shows(terminal.output, 'Incident');
  terminal.type('?');
  await shows(terminal.output, 'move up (pauses the feed)');
});

test('says to a screen reader what stands side by side one after the other', async () => {
  const { terminal, feed } = open({ size: [120, 36], screenReader: true });
  feed.push(aStoredBatch({ errors: [anError({ service: 'billing', severity: 'ERROR' })] }));

  await shows(terminal.output, 'billing; 1; ');

  const lines = terminal
    .output()
    .split('\n')
    .map((line) => line.trim());
  const at = lines.lastIndexOf('Errors/s, last 5 min');
  expect(lines[at - 1]).toMatch(/^billing; 1; /);
  expect(lines[at + 1]).toMatch(/^CRITICAL –; ERROR 1; EXCEPTION –$/);
});

test('takes each of several keys that arrive at once', async () => {
  const { terminal, feed } = open();
  const errors = Array.from({ length: 9 }, (_, index) =>
    anError({ message: `number ${index}`, incident: `${index}` }),
  );
  feed.push(aStoredBatch({ errors }));
  await shows(terminal.output, 'number 8');

  terminal.type('kk\u001b[A\u001b[Ak');

  await shows(terminal.output, '›12:03:44.118  ERROR      user-management     number 3');
});

test('copies the selected error by OSC 52, and says so', async () => {
  const { terminal, feed } = open();
  feed.push(aStoredBatch({ errors: [anError({ message: 'to be copied' })] }));
  await shows(terminal.output, 'to be copied');

  terminal.type('Y');

  await shows(terminal.output, 'Copied as JSON by the terminal (OSC 52).');
  const copied = terminal.output().split('\u001b]52;c;')[1]?.split('\u0007')[0] ?? '';
  expect(JSON.parse(Buffer.from(copied, 'base64').toString())).toMatchObject({ message: 'to be copied' });
});

test('asks for no report of the mouse unless it is told to', async () => {
  const { terminal, screen } = open();
  await shows(terminal.output, 'esm-monitor');
  screen.close();
  await screen.done;

  expect(terminal.output()).not.toContain('\u001b[?100');
});

test('takes clicks and gives the mouse back when it is closed', async () => {
  const { terminal, feed, screen } = open({ mouse: true });
  const errors = ['one', 'two'].map((message) => anError({ message, incident: message }));
  feed.push(aStoredBatch({ errors }));
  await shows(terminal.output, 'two');
  await shows(terminal.output, '\u001b[?1000h\u001b[?1006h');

  terminal.type('\u001b[<0;12;10M\u001b[<0;12;10m');
  await shows(terminal.output, 'PAUSED');
  screen.close();
  await screen.done;

  expect(terminal.output().split('\u001b[?1006l\u001b[?1000l').length).toBe(2);
});

test('draws anew when the terminal is resized, down to one line and back', async () => {
  const { terminal } = open({ size: [120, 36] });
  await shows(terminal.output, 'Errors/s, last 5 min');

  terminal.news();
  terminal.resize(40, 10);
  await shows(terminal.news, 'The terminal is 40×10');
  terminal.resize(60, 16);
  await shows(terminal.news, 'service ');
});

test('answers q also when the terminal is too small', async () => {
  const { terminal, onQuit } = open({ size: [30, 5] });
  await shows(terminal.output, 'The terminal is 30×5');

  terminal.type('q');

  await vi.waitFor(() => expect(onQuit).toHaveBeenCalledOnce());
});

test('lets the clock tick when nothing arrives', async () => {
  const { terminal } = open();
  await shows(terminal.output, 'esm-monitor');
  terminal.news();

  await vi.waitFor(() => expect(terminal.news()).toMatch(/\d/), { timeout: 2_500, interval: 50 });
});

test('writes no colours at level 0', async () => {
  const { terminal, feed } = open({ colorLevel: 0 });

  feed.push(aStoredBatch());
  await shows(terminal.output, 'user-management');

  expect(terminal.output()).not.toMatch(new RegExp(`${esc}\\[[0-9;]*m`));
});

test('writes no sequence that stands in the data, on any screen', async () => {
  const hostile = hostileSequences.join(' ');
  const { terminal, feed } = open({
    size: [200, 60],
    health: aHealth({ group: hostile, notices: [{ at: Date.now(), text: hostile }] }),
  });
  const errors = hostileSequences.map((sequence, index) =>
    anError({
      message: `${sequence} message`,
      service: `${sequence} service`,
      incident: `i${index}`,
      exceptionType: sequence,
      stack: `${hostile}\n  at ${sequence}`,
      host: sequence,
      logger: sequence,
      traceId: sequence,
      fields: { [sequence]: sequence, nested: { [sequence]: [sequence] } },
      grouping: { fingerprint: 'v1:0', tier: 'stack', parts: [sequence] },
    }),
  );
  feed.push(aStoredBatch({ errors, newIncidents: ['i1'] }));
  await shows(terminal.output, 'message');

  terminal.type('w');
  await shows(terminal.output, 'wrapped');
  terminal.type('k');
  await shows(terminal.output, 'PAUSED');
  terminal.type('\r');
  await shows(terminal.output, 'Incident');
  for (const _ of hostileSequences) terminal.type('h');
  await shows(terminal.output, '␛[7331A message');

  const written = terminal.output();
  const sequences = written.match(new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]|.)`, 'g')) ?? [];
  const controls = [...new Set(written.match(/[\p{Cc}\u2028\u2029\u202e]/gu))].filter(
    (each) => !'\u001b\n'.includes(each),
  );
  expect(hostileSequences.length).toBeGreaterThan(60);
  expect(
    sequences.filter((sequence) => sequence.includes('7331') || !sequence.startsWith('\u001b[')),
  ).toEqual([]);
  expect(controls).toEqual([]);
});
