import type { Key } from 'ink';

const special = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageUp'],
  ['pageDown', 'pageDown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  // What terminals send for Backspace differs; no key of ours deletes forward.
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const;

/**
 * The names of the keys in one input event of Ink, as the key table uses them: `j`, `G`, `up`, `shift+tab`, `ctrl+c`.
 *
 * One event may hold several characters (fast typing, a slow connection): each is a key of its own.
 */
export function keyNames(input: string, key: Key): readonly string[] {
  for (const [property, name] of special) {
    if (key[property]) return [name];
  }
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
  if (key.ctrl) return [`ctrl+${input}`];
  // Over a slow connection Esc and the next key arrive as one; no key of ours has Alt.
  const before = key.meta ? ['escape'] : [];
  return [...before, ...Array.from(input, (character) => names[character] ?? character)];
}

/** The character that a key types into a line; undefined for a key that types none. */
export function typedBy(name: string): string | undefined {
  if (name === 'space') return ' ';
  return Array.from(name).length === 1 ? name : undefined;
}

const names: { readonly [character: string]: string } = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
};
