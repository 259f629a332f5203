import { exec } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { MonitorError } from '../errors.ts';
import type { TokenSource } from './access.ts';

const run = promisify(exec);
const timeoutMs = 10_000;
const maxBytes = 64 * 1024;

/**
 * Gives an OAuth token for each login of a connection. One that an endpoint gave is used for four fifths of its life.
 *
 * @throws MonitorError `KAFKA_FAILED` that shows nothing of the answer.
 */
export function createTokens(source: TokenSource): () => Promise<string> {
  if (source.from === 'command') return () => fromCommand(source.command);
  if (source.from === 'file') return () => fromFile(source.path);
  let known: { readonly token: string; readonly until: number } | undefined;
  return async () => {
    if (known === undefined || Date.now() >= known.until) {
      const asked = Date.now();
      const { token, lifeMs } = await fromEndpoint(source);
      known = { token, until: asked + lifeMs * 0.8 };
    }
    return known.token;
  };
}

async function fromCommand(command: string): Promise<string> {
  const { stdout } = await run(command, { timeout: timeoutMs, maxBuffer: maxBytes }).catch((cause) => {
    // Its message repeats what the command printed, which may be half a token.
    const how = cause.killed
      ? `gave no answer within ${timeoutMs / 1000} s`
      : `failed with code ${cause.code}`;
    throw noToken(`The command of sasl.oauthbearer.token.command ${how}.`, 'Run it by hand.');
  });
  return nonEmpty(stdout, 'The command of sasl.oauthbearer.token.command');
}

async function fromFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw noToken(`The token's file ${path} can't be read.`, 'Check its path and rights.', cause);
  });
  return nonEmpty(text, path);
}

async function fromEndpoint(source: Extract<TokenSource, { from: 'endpoint' }>) {
  const { url, clientId, clientSecret, scope } = source;
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      accept: 'application/json',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause) => {
    throw noToken(`The token's endpoint at ${url.host} can't be reached.`, 'Check its address.', cause);
  });
  const answer: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  if (!isGrant(answer)) {
    throw noToken(
      `The token's endpoint at ${url.host} gave no token (HTTP ${response.status}).`,
      'Check sasl.oauthbearer.client.id, its secret and the scope.',
    );
  }
  return { token: answer.access_token, lifeMs: (answer.expires_in ?? 0) * 1_000 };
}

function isGrant(answer: unknown): answer is { readonly access_token: string; readonly expires_in?: number } {
  if (typeof answer !== 'object' || answer === null) return false;
  if (!('access_token' in answer) || typeof answer.access_token !== 'string') return false;
  return !('expires_in' in answer) || typeof answer.expires_in === 'number';
}

function nonEmpty(text: string, from: string): string {
  const token = text.trim();
  if (token !== '') return token;
  throw noToken(`${from} gave no token.`, 'Its whole output is taken for the token.');
}

function noToken(message: string, hint: string, cause?: unknown): MonitorError {
  return new MonitorError('KAFKA_FAILED', message, hint, { cause });
}
