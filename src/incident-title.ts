import type { LogError } from './types.ts';

/** What names an incident in a list: the exception and the first line of the message, at most 200 characters. */
export function titleOf(error: Pick<LogError, 'message' | 'exceptionType'>): string {
  const firstLine = error.message.split('\n', 1)[0] ?? '';
  const named = error.exceptionType !== null && !firstLine.includes(error.exceptionType);
  return (named ? `${error.exceptionType}: ${firstLine}` : firstLine).slice(0, 200);
}
