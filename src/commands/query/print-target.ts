import chalk, { Chalk } from 'chalk';
import { openFileSink } from '../../output/file-sink.ts';
import { createPagerSink } from '../../output/pager-sink.ts';
import { createStdoutSink, type Sink } from '../../output/sink.ts';
import type { TableLook } from '../../output/table.ts';
import type { Context } from '../context.ts';
import type { Printing } from './flags.ts';

/** Where an answer goes: a file, stdout, or for a long one on a terminal the pager. */
export async function openSink({ output, format, pager }: Printing, { stdout, env }: Context): Promise<Sink> {
  if (output !== undefined) return await openFileSink(output);
  if (!pager || format !== 'table' || !stdout.isTTY) return createStdoutSink(stdout);
  return createPagerSink(stdout, (env.PAGER ?? 'less').trim(), env);
}

/** A file gets no colours, and lines as long as they are. */
export function lookOf({ output, zone }: Printing, { stdout }: Context): TableLook {
  const terminal = output === undefined && stdout.isTTY;
  return {
    width: terminal ? stdout.columns : undefined,
    chalk: output === undefined ? chalk : new Chalk({ level: 0 }),
    time: zone.local,
  };
}
