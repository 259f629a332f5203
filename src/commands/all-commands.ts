import type { Argv } from 'yargs';
import type { AddCommand, CommandHead } from './command-head.ts';
import type { Context } from './context.ts';

type Entry = CommandHead & { readonly load: () => Promise<AddCommand> };

/** In the order in which help lists them. */
const entries: readonly Entry[] = [
  {
    usage: 'watch',
    describe: 'Watch the errors live: a screen on a terminal, JSON lines elsewhere',
    load: async () => (await import('./watch.ts')).addWatch,
  },
  {
    usage: 'query',
    describe: 'Ask the store: errors, incidents, services, a timeline',
    load: async () => (await import('./query.ts')).addQuery,
  },
  {
    usage: 'explain',
    describe: 'Say how a record is read: format, fields, severity, grouping',
    load: async () => (await import('./explain.ts')).addExplain,
  },
  {
    usage: 'resolve <id..>',
    describe: 'Mark incidents as resolved; an error written later brings them back as regressed',
    load: async () => (await import('./triage/resolve.ts')).addResolve,
  },
  {
    usage: 'mute <id..>',
    describe: 'Keep incidents quiet until a time, or until they get louder',
    load: async () => (await import('./triage/mute.ts')).addMute,
  },
  {
    usage: 'reopen <id..>',
    describe: 'Take back that incidents were resolved or muted',
    load: async () => (await import('./triage/reopen.ts')).addReopen,
  },
  {
    usage: 'replay',
    describe:
      'Read topics again from an earlier place; nothing stored is counted twice, what is missing is filled in',
    load: async () => (await import('./replay.ts')).addReplay,
  },
  {
    usage: 'prune',
    describe: 'Drop old days of errors; incidents and totals stay',
    load: async () => (await import('./prune.ts')).addPrune,
  },
  {
    usage: 'migrate',
    describe:
      'Bring the schema in Postgres up to date and give the roles their rights; for the owner of the schema',
    load: async () => (await import('./migrate.ts')).addMigrate,
  },
  {
    usage: 'doctor',
    describe:
      'Check Kafka, Postgres, Redis, the terminal and the way of alerts, and say what to do; exit code 3 if a needed one is missing',
    load: async () => (await import('./doctor.ts')).addDoctor,
  },
  {
    usage: 'completion [shell]',
    describe: 'Print what a shell needs to complete commands, flags, incidents, services and topics',
    load: async () => (await import('./completion.ts')).addCompletion,
  },
];

/**
 * What adds all commands to a parser. Those that none of the words names are added by name only, and their flags not even
 * loaded: help and each command start sooner by what they need not read.
 */
export async function commandsFor(
  words: readonly string[],
  context: Context,
): Promise<(parser: Argv) => Argv> {
  const adding = await Promise.all(
    entries.map(async ({ load, ...head }) => {
      const [name = ''] = head.usage.split(' ');
      const add = words.includes(name) ? await load() : undefined;
      return (parser: Argv) => add?.(parser, head, context) ?? parser.command(head.usage, head.describe);
    }),
  );
  return (parser) => adding.reduce((all, add) => add(all), parser);
}
