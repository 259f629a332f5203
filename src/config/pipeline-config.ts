import { readFileSync } from 'node:fs';
import { MonitorError } from '../errors.ts';
import type { PipelineOptions } from '../pipeline/pipeline-options.ts';
import { parseGroupingRules } from '../rules/grouping-rules.ts';
import { parseRedactRules } from '../rules/redact-rules.ts';
import { type Environment, listOf, nonEmpty } from './settings.ts';

/** Options for yargs about the path of a record: the same in `watch` and `explain`. */
export const pipelineOptions = {
  redact: {
    type: 'boolean',
    default: true,
    describe: 'Put [REDACTED:…] in the place of secrets; --no-redact stores them',
  },
  'redact-also': {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'Redact these too: emails, cards [ESM_REDACT_ALSO]',
  },
  'redact-rules': {
    type: 'string',
    requiresArg: true,
    describe: 'File of your own kinds of secrets [ESM_REDACT_RULES]',
  },
  'grouping-rules': {
    type: 'string',
    requiresArg: true,
    describe: 'File of your own grouping rules [ESM_GROUPING_RULES]',
  },
} as const;

/** @throws MonitorError `CONFIG` for a kind that is unknown, or a file that can't be read, with every wrong line of it. */
export function pipelineConfig(
  flags: {
    readonly redact: boolean;
    readonly redactAlso?: readonly string[] | undefined;
    readonly redactRules?: string | undefined;
    readonly groupingRules?: string | undefined;
  },
  env: Environment,
): PipelineOptions {
  const also = listOf(flags.redactAlso?.join(',') ?? env.ESM_REDACT_ALSO ?? '');
  const strange = also.find((kind) => kind !== 'emails' && kind !== 'cards');
  if (strange !== undefined) {
    throw new MonitorError(
      'CONFIG',
      `--redact-also can't be "${strange}".`,
      'It takes emails, cards or both.',
    );
  }
  const redactRules = flags.redactRules ?? nonEmpty(env.ESM_REDACT_RULES);
  const groupingRules = flags.groupingRules ?? nonEmpty(env.ESM_GROUPING_RULES);
  const redaction = {
    emails: also.includes('emails'),
    cards: also.includes('cards'),
    rules: redactRules === undefined ? [] : parseRedactRules(textOf(redactRules), redactRules),
  };
  return {
    redaction: flags.redact ? redaction : false,
    ...(groupingRules !== undefined && {
      grouping: parseGroupingRules(textOf(groupingRules), groupingRules),
    }),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new MonitorError('CONFIG', `The rules file ${file} can't be read.`, 'Check its path and rights.', {
      cause,
    });
  }
}
