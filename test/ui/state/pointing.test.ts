import { expect, test } from 'vitest';
import { takeMouseReports } from '../../../src/ui/state/mouse-report.ts';
import { pageOf } from '../../../src/ui/state/view.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aNeighbourhood } from '../support/a-neighbourhood.ts';
import { anIncident, aSession, type Session } from '../support/a-session.ts';
import { aSessionOf } from '../support/a-session-of.ts';

/** `aSessionOf` on a wide terminal, each error of a service of its own up to ten. */
function aWideSessionOf(count: number): Session {
  const session = aSessionOf(count, { some: (index) => ({ service: `service-${index % 10}` }) });
  session.resize(120, 36);
  session.wait(1_000); // the services are drawn anew once a second
  return session;
}

/** The cell where a text begins on the screen; the last one that has it. */
function cellOf(session: Session, text: string): { readonly column: number; readonly row: number } {
  const lines = session.picture().split('\n');
  const row = lines.findLastIndex((line) => line.includes(text));
  if (row === -1) throw new Error(`"${text}" is not on the screen.`);
  return { row, column: lines[row]?.lastIndexOf(text) ?? 0 };
}

function click(session: Session, text: string): void {
  session.point({ kind: 'click', ...cellOf(session, text) });
}

function turn(session: Session, text: string, step: 1 | -1, times = 1): void {
  for (let turned = 0; turned < times; turned += 1) {
    session.point({ kind: 'wheel', step, ...cellOf(session, text) });
  }
}

test('selects an error by a click, which holds the feed, and opens it by a second one', () => {
  const session = aWideSessionOf(30);

  click(session, 'error 25');
  expect(session.selected()).toBe('error 25');
  expect(session.view().frozen).not.toBeNull();
  click(session, 'error 25');

  expect(session.opened()).toBe('error 25');
});

test('selects and opens the newest error too', () => {
  const session = aWideSessionOf(30);

  click(session, 'error 29');
  expect(session.screen()).toBe('feed');
  click(session, 'error 29');

  expect(session.opened()).toBe('error 29');
});

test('finds the row also where rows are wrapped', () => {
  const session = aWideSessionOf(3);
  session.feed.push(aStoredBatch({ errors: [anError({ message: 'long '.repeat(60), incident: 'long' })] }));
  session.feed.push(aStoredBatch({ errors: [anError({ message: 'after it', incident: 'after' })] }));
  session.feed.refresh();
  session.press('w');

  click(session, 'after it');

  expect(session.selected()).toBe('after it');
});

test('scrolls the feed by the wheel and keeps the selection in sight', () => {
  const session = aWideSessionOf(100);
  const before = session.frame().scene.window;

  turn(session, 'error 99', -1);

  expect(session.frame().scene.window).toEqual({ first: before.first - 3, last: before.last - 3 });
  expect(session.selected()).toBe('error 96');
  turn(session, 'error 96', 1, 5);
  expect(session.seen().at(-1)).toBe('error 99');
  expect(session.view().frozen).not.toBeNull();
});

test('goes on following when the wheel is turned at the newest end', () => {
  const session = aWideSessionOf(100);

  turn(session, 'error 99', 1);

  expect(session.view().frozen).toBeNull();
});

test('goes no further than the oldest error', () => {
  const session = aWideSessionOf(100);

  for (let turned = 0; turned < 60; turned += 1)
    session.point({ kind: 'wheel', step: -1, column: 9, row: 25 });

  expect(session.seen()[0]).toBe('error 0');
});

test('shows only a service after two clicks on it', () => {
  const session = aWideSessionOf(30);
  const cell = cellOf(session, '│ service-2');

  session.point({ kind: 'click', ...cell, column: cell.column + 3 });
  session.point({ kind: 'click', ...cell, column: cell.column + 3 });

  expect(session.view().onlyService).toBe('service-2');
});

test('scrolls the services under the pointer and leaves the feed alone', () => {
  const session = aWideSessionOf(30);
  const cell = cellOf(session, '│ service-2');

  for (let turned = 0; turned < 4; turned += 1) session.point({ kind: 'wheel', step: 1, ...cell });

  expect(session.frame().scene.servicesTop).toBeGreaterThan(0);
  expect(session.view()).toMatchObject({ pane: 'list', frozen: null });
});

test('shows another view by a click on its name', () => {
  const session = aWideSessionOf(3);

  click(session, '3 Timeline');
  expect(session.view().tab).toBe('timeline');
  click(session, '2 Incidents');

  expect(session.view().tab).toBe('incidents');
});

test('selects and opens incidents', () => {
  const session = aWideSessionOf(3);
  const incidents = ['one', 'two', 'three'].map((title) => anIncident({ id: title, title }));
  session.answer({ incidents: { value: incidents, problem: 'Postgres is away.' } });
  session.press('2');

  click(session, 'three');
  expect(session.view().selectedIncident).toBe('three');
  click(session, 'three');

  expect(pageOf(session.view())).toMatchObject({ name: 'incident', id: 'three' });
});

test('selects and opens neighbours, also under a note', () => {
  const session = aSession();
  const error = anError({ offset: 1_000n });
  session.feed.push(aStoredBatch({ errors: [error] }));
  session.feed.refresh();
  session.press('o');
  session.answerAround({ value: aNeighbourhood(error, 980n, 1_021n), problem: 'Kafka is away.' });

  click(session, 'step 1003');
  expect(session.frame().neighbours.rows[session.frame().neighbours.selected]?.offset).toBe(1_003n);
  click(session, 'step 1003');

  expect(session.screen()).toBe('record');
});

test('scrolls a page that is longer than the screen, and no further than its end', () => {
  const session = aWideSessionOf(3);
  session.press('?');

  session.point({ kind: 'wheel', step: 1, column: 5, row: 5 });
  expect(pageOf(session.view())?.top).toBe(3);
  for (let turned = 0; turned < 90; turned += 1) session.point({ kind: 'wheel', step: 1, column: 5, row: 5 });
  const end = pageOf(session.view())?.top ?? 0;
  session.point({ kind: 'wheel', step: -1, column: 5, row: 5 });

  expect(pageOf(session.view())?.top).toBe(end - 3);
});

test('does nothing while a line is being typed, nor beside everything', () => {
  const session = aWideSessionOf(30);
  session.press('/');
  const before = session.view();

  click(session, 'error 25');
  session.press('escape');
  const closed = session.view();
  session.point({ kind: 'click', column: 3, row: 0 });
  session.point({ kind: 'click', column: 3, row: 34 });
  session.point({ kind: 'click', column: 119, row: 500 });

  expect(before.line).not.toBeNull();
  expect(session.view()).toBe(closed);
});

test.each([
  ['\u001b[<0;10;5M', [{ kind: 'click', column: 9, row: 4 }], ''],
  ['\u001b[<4;300;5M\u001b[<4;300;5m', [{ kind: 'click', column: 299, row: 4 }], ''],
  ['j\u001b[<64;1;1Mk', [{ kind: 'wheel', step: -1, column: 0, row: 0 }], 'jk'],
  ['\u001b[<65;1;1M', [{ kind: 'wheel', step: 1, column: 0, row: 0 }], ''],
  ['\u001b[<2;10;5M\u001b[<35;10;5M', [], ''],
  ['\u001b[A\u001b', [], '\u001b[A\u001b'],
  ['<0;10;5M', [], '<0;10;5M'],
])('takes the reports out of what a terminal sends: %j', (sent, reports, rest) => {
  expect(takeMouseReports(sent)).toEqual({ reports, rest });
});
