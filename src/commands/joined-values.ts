import type { Argv } from 'yargs';
import { commandTree } from '../completion/command-tree.ts';
import { placeOf } from '../completion/complete.ts';

/** One hyphen and more than a letter or a number: an age such as `-1h`, a word of a filter such as `-host:a`. */
const likeFlags = /^-[^-].*[^\d.]/s;

/**
 * The words of a command line, with `--since -1h` as `--since=-1h` wherever a flag wants a value.
 *
 * yargs reads a line several times, and first without the flags of the command: it takes `-1h` for `-1 -h`, and shows the help.
 * @param addCommands - What adds the commands, with the flags of those that the words name.
 */
export function joinedValues(
  words: readonly string[],
  addCommands: (parser: Argv) => unknown,
): readonly string[] {
  if (!words.some((word) => likeFlags.test(word))) return words;
  const root = commandTree(addCommands);
  const joined: string[] = [];
  for (const word of words) {
    const isValue = likeFlags.test(word) && placeOf(root, joined).waiting !== undefined;
    joined.push(isValue ? `${joined.pop()}=${word}` : word);
  }
  return joined;
}
