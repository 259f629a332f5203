import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { elsewhere } from '../../../src/ui/state/elsewhere.ts';
import { type KeyBinding, keyTable } from '../../../src/ui/state/keys.ts';
import { smallest } from '../../../src/ui/state/layout.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { anIncident, aSession, type Session } from '../support/a-session.ts';

/** The keys that lead to a screen. */
const ways = [
  [],
  ['space'],
  ['tab'],
  ['2'],
  ['2', 'tab'],
  ['3'],
  ['4'],
  ['enter'],
  ['i'],
  ['x'],
  ['o'],
  ['?'],
  ['/', 'n', 'o', 'n', 'e', 'enter'],
] as const;
/** At an end nobody expects to go further, nor to go to where one is. */
const needNoAnswer = /^(up|down|pageUp|pageDown|first|last|back|show\w+)$/;

test.each(
  ways.flatMap((way) => [
    { way, errors: 0 },
    { way, errors: 5 },
  ]),
)('answers every key after $way with $errors errors', async ({ way, errors }) => {
  const silent: string[] = [];

  for (const { keys, command, screens } of keyTable) {
    const session = aSessionAfter(way, errors);
    if (needNoAnswer.test(command) || !isFor({ screens }, session)) continue;
    const before = shown(session);
    session.press(keys[0] ?? '');
    await turn();
    if (shown(session) === before && session.outside.length === 0) silent.push(command);
  }

  expect(silent).toEqual([]);
});

test.each([
  ['e', ['2'], 'e works in feed (1) and an open error.'],
  ['+', [], '+ works in timeline (3).'],
  ['/', ['4'], '/ works in feed (1) and incidents (2).'],
  ['y', ['3'], 'y works in feed (1), incidents (2) and what they open.'],
  ['enter', ['?'], 'Enter works in views 1 to 4 and an open neighbour list.'],
])('says where %s means something after %j', (key, way, answer) => {
  const session = aSessionAfter(way, 5);

  session.press(key);

  expect(session.said()).toBe(answer);
});

test('says where a key means something in words that fit the smallest terminal', () => {
  const said = keyTable.flatMap(({ keys }) => elsewhere(keys[0] ?? '') ?? []);

  expect(said.filter((text) => text.length > smallest.width - 2)).toEqual([]);
});

test.each([['escape'], ['1'], ['2']])('does not say it any more after %s', (key) => {
  const session = aSessionAfter(['4', '/'], 5);
  const before = session.said();

  session.press(key);

  expect(before).toContain('/ works in');
  expect(session.said()).toBeUndefined();
});

test('says nothing of a key that means nothing anywhere, or only in a line', () => {
  const session = aSessionAfter([], 5);

  session.press('z', 'backspace', 'ctrl+u', 'ß');

  expect(session.said()).toBeUndefined();
});

function aSessionAfter(way: readonly string[], count: number): Session {
  const session = aSession();
  const ids = Array.from({ length: count }, (_, index) => `${index}`.padStart(16, '0'));
  const errors = ids.map((incident, index) =>
    anError({ message: `error ${index}`, incident, severity: 'ERROR', offset: BigInt(index) }),
  );
  if (count > 0) session.feed.push(aStoredBatch({ errors }));
  session.answer({
    incidents: { value: ids.map((id) => anIncident({ id })), problem: null },
    timeline: { value: { since: 0, until: 6_000_000, bucketMs: 60_000, buckets: [] }, problem: null },
  });
  session.wait(1_000);
  session.press(...way);
  session.answerAround({ value: { low: 0n, high: 5n, neighbours: errors } });
  session.wait(60_000); // what the last key said is gone
  session.press('unknown');
  session.outside.length = 0;
  return session;
}

function isFor({ screens }: Pick<KeyBinding, 'screens'>, session: Session): boolean {
  return screens.some((screen) => screen === session.screen());
}

/** All of the picture that a key can change. */
function shown(session: Session): string {
  const { text, scene, layout, incidents, neighbours } = session.frame();
  const { said, line, pane, tab, frozen, onlyService, newestFirst, theme, zoom, quitting } = session.view();
  return JSON.stringify(
    [
      ...[text, scene.window, scene.selected, scene.selectedService, layout, incidents.selected],
      ...[neighbours.selected, neighbours.loading, session.screen()],
      ...[said, line, pane, tab, frozen === null, onlyService, newestFirst, theme, zoom, quitting],
    ],
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
}
