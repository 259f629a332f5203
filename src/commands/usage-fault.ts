import type { Argv } from 'yargs';
import { type Command, commandTree, type Flag } from '../completion/command-tree.ts';
import { type Place, placeOf } from '../completion/complete.ts';
import { MonitorError } from '../errors.ts';
import { alike } from '../look-alike.ts';

/**
 * The error for a command line that yargs refuses, in a sentence that names the word and what was probably meant.
 *
 * @param message - What yargs says, in English.
 * @param addCommands - What adds the commands, with the flags of those that the words name.
 */
export function usageFault(
  message: string,
  words: readonly string[],
  addCommands: (parser: Argv) => unknown,
): MonitorError {
  const place = placeOf(commandTree(addCommands), words);
  const { what, toDo } = rephrased(message, words, place);
  const line = ['esm-monitor', ...place.path, '--help'].join(' ');
  const lists = place.path.length === 0 ? 'lists the commands' : 'lists the flags';
  return new MonitorError('CONFIG', what, [toDo, `${line} ${lists}.`].filter(Boolean).join(' '));
}

type Sentence = { readonly what: string; readonly toDo?: string | undefined };

/** The texts of yargs stand in its locales/en.json; one that is not known here is told as it is. */
function rephrased(message: string, words: readonly string[], place: Place): Sentence {
  const [, unknown] = /^Unknown arguments?: (.+)$/s.exec(message) ?? [];
  if (unknown !== undefined) return ofUnknown(unknown.split(', '), words, place);

  const [, name] =
    /^(?:Not enough arguments following|Missing argument values?): ([\w-]+)/.exec(message) ?? [];
  const flag = place.flags.find((each) => each.name === name || each.aliases.includes(name ?? ''));
  if (flag !== undefined) return { what: `--${flag.name} wants a value.`, toDo: `${described(flag)}.` };

  const [, of, given, choices] = /Argument: (\S+), Given: (".*?"), Choices: (.+)/.exec(message) ?? [];
  if (choices !== undefined)
    return {
      what: `--${of} can't be ${given}.`,
      toDo: `It takes ${choices.replaceAll('"', '').replaceAll(', ', ' or ')}.`,
    };

  const implied = [...message.matchAll(/(\S+) -> (\S+)/g)];
  const [, first] = implied[0] ?? [];
  if (first !== undefined) {
    const others = implied.map(([, , other]) => `--${other}`);
    return { what: `--${first} needs ${others.join(' and ')} beside it.` };
  }

  const [positional] = place.command.positionals;
  if (message.startsWith('Not enough non-option arguments') && positional !== undefined)
    return {
      what: `${place.path.join(' ')} wants ${positional === 'id' ? 'the id of an incident' : positional}.`,
    };
  return { what: message };
}

/** yargs names a flag in two ways, with hyphens and without, and tells of no hyphens in front. */
function ofUnknown(names: readonly string[], words: readonly string[], place: Place): Sentence {
  const word = (name: string) =>
    words.find((each) => each.replace(/^--?/, '').split('=')[0] === name) ??
    (name.length === 1 ? `-${name}` : undefined);
  const typed = names.flatMap((name) => word(name)?.split('=')[0] ?? []);
  const [first = names.join(', ')] = typed;
  const isFlag = first.startsWith('-');
  const known = isFlag ? flagNames(place.flags) : place.command.commands.map(({ name }) => name);
  const [meant] = first.length < 3 ? [] : alike(first.replace(/^-+/, ''), known);
  const of = place.path.join(' ');
  return {
    what: isFlag ? `There is no ${first}${of && ` for ${of}`}.` : unknownWord(first, of, place.command),
    toDo: meant === undefined ? undefined : `Did you mean ${isFlag ? '--' : ''}${meant}?`,
  };
}

function unknownWord(word: string, of: string, { commands }: Command): string {
  if (commands.length === 0) return `${of} takes no "${word}".`;
  return of === '' ? `There is no command "${word}".` : `There is no "${word}" for ${of}.`;
}

function flagNames(flags: readonly Flag[]): readonly string[] {
  return flags.map(({ name }) => name);
}

/** Without its names in the environment. */
function described({ description }: Flag): string {
  return description.replace(/ \[[A-Z_, ]+\]$/, '');
}
