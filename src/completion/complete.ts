import { splitAtCommas } from '../text/comma-list.ts';
import type { Command, Flag } from './command-tree.ts';

/** A word that may stand where the cursor is. */
export type Candidate = { readonly value: string; readonly description: string };

/** Candidates for a flag's value or a positional, by its name; undefined where any text or file may stand. */
export type Values = (name: string) => Promise<readonly Candidate[] | undefined>;

/**
 * What may stand in the place of the last word.
 *
 * @param words - What was typed behind the program's name, up to the cursor; the last one may be empty.
 * @returns Candidates that begin with what was typed; none where a shell should offer files.
 */
export async function complete(
  root: Command,
  words: readonly string[],
  values: Values,
): Promise<readonly Candidate[]> {
  const typed = withoutEquals(words);
  const current = typed.at(-1) ?? '';
  const { command, flags, waiting, given } = placeOf(root, typed.slice(0, -1));
  if (waiting !== undefined) return await valuesOf(waiting, '', current, values);
  const [, name = '', value] = /^--([\w-]+)=(.*)$/s.exec(current) ?? [];
  if (value !== undefined) {
    const flag = flags.find((each) => each.name === name);
    return flag === undefined ? [] : await valuesOf(flag, `--${name}=`, value, values);
  }
  if (current.startsWith('-')) return beginningWith(current, flags.map(asCandidate));
  const positional = command.positionals[Math.min(given, command.positionals.length - 1)];
  if (positional !== undefined) return beginningWith(current, (await values(positional)) ?? []);
  const below = command.commands.map(({ name: value, description }) => ({ value, description }));
  return beginningWith(
    current,
    given > 0 ? [] : current === '' && below.length === 0 ? flags.map(asCandidate) : below,
  );
}

/** bash parts `--flag=value` into three words. */
function withoutEquals(words: readonly string[]): readonly string[] {
  return words.at(-1) === '='
    ? [...words.filter((word) => word !== '='), '']
    : words.filter((word) => word !== '=');
}

/** Where in the tree of commands a command line has got to. */
export type Place = {
  readonly command: Command;
  /** Its name after those of the commands above it. */
  readonly path: readonly string[];
  /** Of this command and of those above it. */
  readonly flags: readonly Flag[];
  /** The flag whose value comes next. */
  readonly waiting: Flag | undefined;
  /** Words that are neither commands nor flags. */
  readonly given: number;
};

/** The place after whole `words`; unknown ones are passed over, so that a slip ends no completion. */
export function placeOf(root: Command, words: readonly string[]): Place {
  let command = root;
  const path: string[] = [];
  let { flags } = root;
  let waiting: Flag | undefined;
  let given = 0;
  for (const word of words) {
    if (waiting !== undefined) {
      waiting = undefined;
    } else if (word.startsWith('-')) {
      const flag = flags.find(
        ({ name, aliases }) => word === `--${name}` || aliases.some((alias) => word === `-${alias}`),
      );
      waiting = flag?.isSwitch === false ? flag : undefined;
    } else {
      const next: Command | undefined = command.commands.find(({ name }) => name === word);
      if (next === undefined) given += 1;
      else {
        // The flags of a command that has others below it are those of its own default.
        flags = [...root.flags, ...next.flags];
        command = next;
        path.push(next.name);
      }
    }
  }
  return { command, path, flags, waiting, given };
}

/** The value after the last comma is the one that is being typed. */
async function valuesOf(
  flag: Flag,
  before: string,
  current: string,
  values: Values,
): Promise<readonly Candidate[]> {
  const all = flag.choices.length > 0 ? flag.choices.map(plain) : ((await values(flag.name)) ?? []);
  const taken = splitAtCommas(current);
  const list = current.slice(0, current.length - (taken.at(-1) ?? '').length);
  const open = all.filter(({ value }) => !taken.slice(0, -1).includes(value));
  return beginningWith(
    `${before}${current}`,
    open.map(({ value, description }) => ({ value: `${before}${list}${value}`, description })),
  );
}

function plain(value: string): Candidate {
  return { value, description: '' };
}

function asCandidate({ name, description }: Flag): Candidate {
  return { value: `--${name}`, description };
}

function beginningWith(text: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(text));
}
