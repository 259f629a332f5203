import type { Tracing } from '../../instrumentation/tracing.ts';
import { HttpError } from './http-error.ts';

export type Call = {
  /** Name of the service that is called, for messages. */
  readonly name: string;
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly timeoutMs?: number;
};

/**
 * Calls another service in the trace of the work at hand.
 *
 * @returns The parsed answer; `undefined` for 404.
 * @throws HttpError 503 with the cause when it can't be reached, is too slow or fails; 502 when it refuses the call.
 */
export async function callService(tracing: Tracing, call: Call): Promise<unknown> {
  const { name, url, method = 'GET', body, timeoutMs = 1_500 } = call;
  const response = await fetch(url, {
    method,
    headers: {
      ...tracing.headers(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause) => {
    const isSlow = cause instanceof Error && cause.name === 'TimeoutError';
    const what = isSlow ? `did not answer within ${timeoutMs} ms` : 'can not be reached';
    throw new HttpError(503, `${name} ${what}`, { cause });
  });
  if (response.status === 404) return undefined;
  if (!response.ok) {
    const text = await response.text().catch(() => '');
    const cause = new Error(
      `${method} ${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 500)}`,
    );
    throw new HttpError(response.status >= 500 ? 503 : 502, `${name} answered ${response.status}`, { cause });
  }
  return await response.json();
}
