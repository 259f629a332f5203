import { createHash } from 'node:crypto';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { messageOf } from '../errors.ts';
import { cleanLine } from '../pipeline/clean-text.ts';
import { createAddressGuard, hostOf } from './address-guard.ts';
import type { AlertTarget, Delivery } from './delivery.ts';

export type WebhookOptions = {
  readonly url: URL;
  /** Also addresses of this machine and of private networks. */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
};

const longestRetryAfterMs = 600_000;
const maxAnswerBytes = 4_096;
/** The receiver understood the request and won't take this message: sending it again is no use. */
const hopeless = [400, 405, 411, 413, 414, 415, 422];

/**
 * A web hook: each message is POSTed as JSON over a connection of its own.
 *
 * Redirects are not followed: they would lead past the guard of its address.
 */
export function createWebhook({ url, allowPrivate, timeoutMs = 10_000 }: WebhookOptions): AlertTarget {
  const guard = createAddressGuard(allowPrivate);

  function post(json: string, signal: AbortSignal): Promise<IncomingMessage> {
    const refusal = guard.refusal(hostOf(url));
    if (refusal !== undefined) return Promise.reject(refusal);
    const { promise, resolve: answered, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(json),
      'User-Agent': 'esm-monitor',
    };
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    request(url, { method: 'POST', headers, agent: false, lookup: guard.lookup, signal }, answered)
      .on('error', reject)
      .end(json);
    return promise;
  }

  return {
    name: url.host,
    address: createHash('sha256').update(url.href).digest('hex'),
    async deliver(json, signal) {
      const late = AbortSignal.timeout(timeoutMs);
      try {
        const response = await post(json, AbortSignal.any([signal, late]));
        return await judge(response);
      } catch (error) {
        const reason = late.aborted ? `no answer within ${timeoutMs / 1_000} s` : reasonOf(error);
        return { outcome: 'failed', reason };
      }
    },
  };
}

async function judge(response: IncomingMessage): Promise<Delivery> {
  const { statusCode = 0, headers } = response;
  if (statusCode >= 200 && statusCode < 300) {
    response.destroy();
    return { outcome: 'done' };
  }
  const said = await firstLine(response);
  const reason = `it answered ${statusCode}${said === '' ? '' : ` (${said})`}`;
  if (hopeless.includes(statusCode)) return { outcome: 'refused', reason };
  if (statusCode >= 300 && statusCode < 400) {
    return { outcome: 'failed', reason: `${reason}, and redirects are not followed` };
  }
  const seconds = Number(headers['retry-after']);
  const waitMs = seconds > 0 ? Math.min(seconds * 1_000, longestRetryAfterMs) : undefined;
  return { outcome: 'failed', reason, ...(waitMs !== undefined && { waitMs }) };
}

/** The start of what the receiver says of a failure, such as Slack's `no_service`. */
async function firstLine(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > maxAnswerBytes) break;
  }
  return cleanLine((text.trim().split('\n', 1)[0] ?? '').slice(0, 80));
}

/** Node's messages name host and port, never the path. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return cleanLine(messageOf(error));
}
