/**
 * Everything that could steer a terminal or reorder text instead of being read: C0, DEL and C1 controls, line and
 * paragraph separators, and the bidirectional overrides that make text read other than it is (CVE-2021-42574).
 */
const steering = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const everySteering = new RegExp(steering, 'gu');

/**
 * Text from data as one line that is safe to write to a terminal: controls are shown, not run.
 *
 * C0 controls become their control pictures (ESC is `␛`), line breaks `↵`, tabs a blank, everything else `\x9b` or
 * `\u202e`. Lone surrogates become U+FFFD.
 */
export function visible(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return steering.test(wellFormed) ? wellFormed.replace(everySteering, shown) : wellFormed;
}

/** Text from data as lines that are safe to write; tabs become four blanks, so that stacks keep their shape. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => visible(line.replaceAll('\t', '    ')));
}

function shown(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\n') return '↵';
  if (character === '\t') return ' ';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return code < 0x100 ? `\\x${code.toString(16)}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
