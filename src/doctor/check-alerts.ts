import { access, constants } from 'node:fs/promises';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { createAddressGuard, hostOf } from '../alerts/address-guard.ts';
import type { AlertTargets } from '../config/alert-config.ts';
import type { Environment } from '../config/settings.ts';
import { messageOf } from '../errors.ts';
import { type Finding, ok, warn } from './finding.ts';

const timeoutMs = 5_000;

/** Whether alerts could be sent; none is. Without them the monitor works, so nothing of it is a failure. */
export async function checkAlerts(
  targets: AlertTargets | undefined,
  env: Environment,
): Promise<readonly Finding[]> {
  if (targets === undefined) {
    return [{ check: 'Alerts', verdict: 'off', detail: 'nobody is told (--alert)', hint: null }];
  }
  const { urls, allowPrivate, command } = targets;
  const webhooks = await Promise.all(urls.map((url) => checkWebhook(url, allowPrivate)));
  return command === undefined ? webhooks : [...webhooks, await checkProgram(command.program, env)];
}

async function checkWebhook(url: URL, allowPrivate: boolean): Promise<Finding> {
  const secure = url.protocol === 'https:';
  try {
    await reach(url, secure, allowPrivate);
    const how = secure ? 'answers with a certificate that is trusted' : 'can be connected to';
    return ok('Alerts', `${url.host} ${how}; no message was sent`);
  } catch (error) {
    const reason = messageOf(error);
    return warn('Alerts', `${url.host}: ${reason}`, 'Check --alert (ESM_ALERT_URL) and the way to it.');
  }
}

async function reach(url: URL, secure: boolean, allowPrivate: boolean): Promise<void> {
  const guard = createAddressGuard(allowPrivate);
  const host = hostOf(url);
  const refusal = guard.refusal(host);
  if (refusal !== undefined) throw refusal;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const options = { host, port: Number(url.port || (secure ? 443 : 80)), lookup: guard.lookup };
  const socket: Socket = secure
    ? connectTls({ ...options, ...(isIP(host) === 0 && { servername: host }) }, resolve)
    : connectPlain(options, resolve);
  socket.on('error', reject).setTimeout(timeoutMs, () => reject(new Error('no answer')));
  await promise.finally(() => socket.destroy());
}

async function checkProgram(program: string, env: Environment): Promise<Finding> {
  const folders = program.includes('/') ? [''] : (env.PATH ?? '').split(delimiter);
  for (const folder of folders) {
    const path = folder === '' ? program : join(folder, program);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return ok('Alerts', `${path} can be run; it was not`);
  }
  return warn('Alerts', `there is no program ${program}`, 'Check --alert-command (ESM_ALERT_COMMAND).');
}
