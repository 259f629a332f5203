import { parseTime } from '../parse-time.ts';
import { serviceOfText } from '../service.ts';
import type { Context, Draft, Taken, TextFormat } from './format.ts';
import { headerFingerprint } from './record-fingerprint.ts';
import { readHeader, type TextHeader } from './text-header.ts';
import { exceptionLine, traceStart } from './trace-in-text.ts';

/** Names an exception at the start of a line, as runtimes print one that nobody caught. */
const bareException =
  /^(?:Uncaught |Unhandled exception\. |Exception in thread |Traceback \(most recent call last\)|panic: |goroutine \d+ \[|thread '[^'\n]{0,80}'.{0,20} panicked at |fatal error: |PHP Fatal error: |(?:[A-Za-z_]\w*[.$\\:]{1,2}){0,12}[A-Z]\w*(?:Error|Exception)(?:: |$))/m;

/** Lines of text by any logger; takes every text, so it comes last. */
export const text: TextFormat = {
  name: 'text',
  sight(whole, context) {
    const end = whole.indexOf('\n');
    const first = end === -1 ? whole : whole.slice(0, end);
    const header = readHeader(first, context.at);
    const bare = header.severity === undefined && startsBare(whole, end !== -1);
    const logger = header.logger === undefined ? undefined : { value: header.logger, from: 'line' };
    return {
      format: 'text',
      severity: header.severity ?? (bare ? 'EXCEPTION' : 'UNKNOWN'),
      service: serviceOfText(context, logger),
      draft: () => draftOf(whole, header, logger, context, () => whyOf(header, bare)),
    };
  },
};

function startsBare(whole: string, severalLines: boolean): boolean {
  const match = bareException.exec(severalLines ? whole.slice(0, 2000) : whole.slice(0, 300));
  return match !== null && (match.index === 0 || (severalLines && traceStart(whole) !== -1));
}

function whyOf(header: TextHeader, bare: boolean): string {
  if (header.severity !== undefined) return `the word ${header.word} at the head of the line`;
  return bare ? 'a bare stack trace without any level' : 'no level';
}

function draftOf(
  whole: string,
  header: TextHeader,
  logger: Taken<string> | undefined,
  context: Context,
  why: () => string,
): Draft {
  const afterHeader = header.message + (whole.includes('\n') ? whole.slice(whole.indexOf('\n')) : '');
  const { message, stack } = split(afterHeader);
  const time = parseTime(header.time, context.at);
  return {
    why,
    message: { value: message, from: 'line' },
    time: time === undefined ? undefined : { value: time, from: 'line' },
    logger,
    host: undefined,
    exceptionType: undefined,
    stack: stack === undefined ? undefined : { value: stack, from: 'line' },
    stackIsThrown: true,
    traceId: undefined,
    template: undefined,
    fingerprint: headerFingerprint(context),
    fields: {},
  };
}

function split(afterHeader: string): { message: string; stack: string | undefined } {
  const start = traceStart(afterHeader);
  if (start === -1) return { message: afterHeader.trimEnd(), stack: undefined };
  const stack = afterHeader.slice(start);
  const before = afterHeader.slice(0, start).trim();
  return { message: before === '' ? exceptionLine(stack) : before, stack };
}
