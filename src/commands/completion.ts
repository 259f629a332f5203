import type { Argv } from 'yargs';
import { scripts, shells } from '../completion/shells.ts';
import { MonitorError } from '../errors.ts';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';

/** Adds `esm-monitor completion`. */
export function addCompletion(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      yargs
        .positional('shell', {
          type: 'string',
          describe: `${shells.join(', ')}; left out: the one in $SHELL`,
        })
        .example('eval "$($0 completion bash)"', 'in ~/.bashrc')
        .example('eval "$($0 completion zsh)"', 'in ~/.zshrc, after compinit')
        .example('$0 completion fish > ~/.config/fish/completions/esm-monitor.fish', 'once'),
    (flags) => {
      const wanted = flags.shell ?? context.env.SHELL?.split('/').at(-1) ?? '';
      const shell = shells.find((each) => each === wanted);
      if (shell === undefined) {
        const what =
          wanted === '' ? 'Completion for which shell?' : `There is no completion for "${wanted}".`;
        throw new MonitorError('CONFIG', what, `It takes ${shells.join(', ')}.`);
      }
      context.stdout.write(scripts[shell]);
    },
  );
}
