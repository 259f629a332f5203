import yargs, { type Argv } from 'yargs';
import { commandsFor } from './commands/all-commands.ts';
import type { Context } from './commands/context.ts';
import { joinedValues } from './commands/joined-values.ts';
import { completionWord } from './completion/shells.ts';
import { configFileOptions, withConfigFile } from './config/config-file.ts';
import { ownSecrets } from './config/own-secrets.ts';
import { refuseSecretFlags } from './config/secret-flags.ts';
import type { Environment } from './config/settings.ts';
import { exitCodes, MonitorError } from './errors.ts';
import { createHide, type Hide, hideInError } from './hide-secrets.ts';

/** Runs one command line; the one place where an error becomes text and an exit code. Ends the process. */
export async function main(args: readonly string[]): Promise<void> {
  const ending = new AbortController();
  let interrupts = 0;
  const interrupt = () => {
    interrupts += 1;
    ending.abort();
    if (interrupts > 1) process.exit(exitCodes.interrupted);
  };
  const context: Context = {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: ending.signal,
    interrupt,
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);

  let brokenPipe = false;
  let outputFailure: Error | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') brokenPipe = true;
    else outputFailure ??= error;
    ending.abort();
  });
  process.stderr.on('error', () => {}); // nobody reads the diagnostics: no reason to end

  let hide = createHide(ownSecrets(process.env));
  // What is thrown outside of a command is printed by Node, once the screen has given back the terminal.
  process.on('uncaughtExceptionMonitor', (error) => hideInError(error, hide));

  let code: number = exitCodes.ok;
  try {
    await run(args, context, (env, propertiesFile) => {
      hide = createHide(ownSecrets(env, propertiesFile));
    });
    if (outputFailure !== undefined) throw cannotWrite(outputFailure);
  } catch (error) {
    code = brokenPipe ? exitCodes.ok : await report(error, hide);
  }
  process.exit(code);
}

/**
 * Runs one command line in this process. Rejects with what `main` reports.
 *
 * @param onSettled - Hears of the environment with the configuration file below it, and of -F, before the command starts.
 */
export async function run(
  args: readonly string[],
  context: Context,
  onSettled: (env: Environment, propertiesFile: string | undefined) => void = () => {},
): Promise<void> {
  if (args[0] === completionWord) {
    const { runComplete } = await import('./commands/run-complete.ts');
    return await runComplete(args.slice(1), context);
  }
  refuseSecretFlags(args);
  let env: Environment = context.env;
  const settled: Context = {
    ...context,
    get env() {
      return env;
    },
  };
  const addThem = await commandsFor(args, settled);
  const addCommands = (parser: Argv) => addThem(parser).options(configFileOptions);
  const words = joinedValues(args, addCommands);
  let refusal: string | undefined;
  const parser = addCommands(yargs(words))
    .scriptName('esm-monitor')
    .usage('$0 <command>\n\nA live error monitor for application logs on Kafka.')
    .demandCommand(1, 1, 'Which command? For the live screen: esm-monitor watch')
    .strict()
    // Here and not earlier, so that --help works whatever the file holds.
    .middleware(async (flags) => {
      const warn = (text: string) => void context.stderr.write(`${text}\n`);
      env = await withConfigFile(flags, context.env, warn);
      const propertiesFile = typeof flags.kafkaConfig === 'string' ? flags.kafkaConfig : undefined;
      onSettled(env, propertiesFile);
      if (propertiesFile !== undefined) await warnOfUnused(propertiesFile, warn);
    })
    .alias('h', 'help')
    .alias('v', 'version')
    .epilogue(epilogue)
    // Where help goes through a pager, the terminal's width is known by stderr.
    .wrap(Math.min(context.stdout.columns ?? context.stderr.columns ?? 100, 110))
    .exitProcess(false)
    .detectLocale(false) // our own texts are English
    .fail((message, error) => {
      // yargs throws what is wrong with a command line where it reads it, and only tells it elsewhere.
      if (error && error.name !== 'YError') throw error;
      refusal = message ?? error.message;
      throw new Error(refusal);
    });
  try {
    await parser.parseAsync();
  } catch (error) {
    if (refusal === undefined) throw error;
    if (words.length > 0) {
      const { usageFault } = await import('./commands/usage-fault.ts');
      throw usageFault(refusal, words, addCommands);
    }
    parser.showHelp((help) => context.stderr.write(`${help}\n\n`));
    throw new MonitorError('CONFIG', refusal, 'The commands are listed above.');
  }
}

const epilogue = `Environment, for addresses that may hold a secret (NAME_FILE: a file's path):
  DATABASE_URL   Postgres; without it a built-in server in your data folder
  REDIS_URL      Redis, for the totals; without it they are in Postgres alone
  ESM_ALERT_URL  web hooks that hear of new, regressed and escalating incidents

A flag wins over the environment, the environment over the configuration file,
which takes all settings, for every run or by profile: docs/configuration.md.

Exit codes: 0 done, 1 a bug, 2 wrong usage, 3 a server can't be used,
4 what --fail-on looks for is there, 130 second Ctrl-C.`;

/** What stands in a client's properties for others than the monitor is named, not dropped in silence. */
async function warnOfUnused(path: string, warn: (text: string) => void): Promise<void> {
  const { readPropertiesFile } = await import('./config/properties-file.ts');
  for (const place of readPropertiesFile(path).unused) warn(`${place} is not used by esm-monitor.`);
}

function cannotWrite(cause: Error): MonitorError {
  return new MonitorError(
    'OUTPUT_FAILED',
    `Can't write to stdout: ${cause.message}.`,
    'What was stored is safe; make room and start again.',
    { cause },
  );
}

async function report(error: unknown, hide: Hide): Promise<number> {
  if (error instanceof MonitorError) {
    const { brokenFor } = await import('./text/broken-for.ts');
    process.stderr.write(brokenFor(process.stderr, hide(`${error.message}\n${error.hint}\n`)));
    return error.exitCode;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(hide(`This is a bug in esm-monitor:\n${stack}\n`));
  return exitCodes.bug;
}
