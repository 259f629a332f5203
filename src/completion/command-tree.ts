import yargs, { type Argv } from 'yargs';

/** A flag without its hyphens. */
export type Flag = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  /** It is on or off, and takes no value. */
  readonly isSwitch: boolean;
  /** Its values, where it takes a few only. */
  readonly choices: readonly string[];
};

/** A command with all that can stand behind it. */
export type Command = {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly Flag[];
  readonly positionals: readonly string[];
  readonly commands: readonly Command[];
};

type Added = {
  readonly flags: Flag[];
  readonly positionals: string[];
  readonly commands: Command[];
};

/**
 * What commands and flags `add` gives to a parser, read by giving it one that only writes down what it is told: no command
 * line is parsed, and no command can run.
 */
export function commandTree(add: (parser: Argv) => unknown): Command {
  const added: Added = { flags: [], positionals: [], commands: [] };
  const recorder: Argv = new Proxy(yargs([]), {
    get: (_, method) => {
      if (method === 'then') return undefined; // it is no promise
      return (...told: unknown[]) => {
        if (method === 'command') record(added, told);
        if (method === 'options') added.flags.push(...flagsOf(told[0]));
        if (method === 'positional') added.positionals.push(String(told[0]));
        return recorder;
      };
    },
  });
  add(recorder);
  return { name: '', description: '', ...added };
}

/** `command(usage, description, builder)`; the usage `$0` is the command that stands above it. */
function record(added: Added, [usage, description, builder]: readonly unknown[]): void {
  const [name = ''] = String(usage).split(' ');
  const inner = commandTree((parser) => (typeof builder === 'function' ? builder(parser) : parser));
  if (name === '$0') {
    added.flags.push(...inner.flags);
    added.positionals.push(...inner.positionals);
  } else if (typeof description === 'string') {
    added.commands.push({ ...inner, name, description });
  }
}

type Option = {
  readonly type?: string;
  readonly alias?: string | readonly string[];
  readonly describe?: string;
  readonly default?: unknown;
  readonly choices?: readonly unknown[];
};

function flagsOf(options: unknown): readonly Flag[] {
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options).map(([name, option]: [string, Option]) => {
    const { type, alias = [], describe = '', choices = [], default: usual } = option;
    const isSwitch = type === 'boolean';
    return {
      // What is on already can only be turned off.
      name: isSwitch && usual === true ? `no-${name}` : name,
      aliases: typeof alias === 'string' ? [alias] : alias,
      description: describe,
      isSwitch,
      choices: choices.map(String),
    };
  });
}
