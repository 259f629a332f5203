import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, mkdir, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { MonitorError } from '../../src/errors.ts';
import { freePort } from '../../src/postgres/embedded/free-port.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Jars } from './jars.ts';
import type { ServerPlan } from './server-plan.ts';

const run = promisify(execFile);

/** Names of the binaries in the jar of com.github.codemonstur:embedded-redis 1.4.3, by platform and processor. */
const binaryInJar: { readonly [platform: string]: string } = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
};

/**
 * A redis-server in `folder` on a free port of 127.0.0.1, that keeps nothing on the disk.
 *
 * @throws MonitorError REDIS_UNREACHABLE when there is no binary for this platform.
 */
export async function planRedis(folder: string, findJars: Jars): Promise<ServerPlan> {
  const command = (await onPath('redis-server')) ?? (await fromJar(findJars));
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  return {
    name: 'redis',
    address: `redis://127.0.0.1:${port}`,
    spec: {
      command,
      args: [
        '--bind',
        '127.0.0.1',
        '--port',
        String(port),
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
      ],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
      logFile: join(folder, 'redis.log'),
      endSignal: 'SIGTERM',
      discardSignal: 'SIGKILL',
    },
    ready: () => answersPing(port),
  };
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    if (await isExecutable(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

async function fromJar(findJars: Jars): Promise<string> {
  const name = binaryInJar[`${process.platform}-${process.arch}`];
  const jar = (await findJars()).find((path) => path.includes('embedded-redis'));
  if (name === undefined || jar === undefined) {
    throw new MonitorError(
      'REDIS_UNREACHABLE',
      `There is no redis-server on the PATH, and none to fetch for ${process.platform}-${process.arch}.`,
      'Install Redis, or set REDIS_URL to a Redis of yours.',
    );
  }
  const cache = await cacheFolder();
  const target = join(cache, name);
  if (await isExecutable(target)) return target;

  const draft = join(cache, `unpacked-${process.pid}`);
  await mkdir(draft, { recursive: true });
  await unpack(jar, name, draft);
  await chmod(join(draft, name), 0o755);
  await rename(join(draft, name), target);
  await rm(draft, { recursive: true, force: true });
  return target;
}

/** A Java runtime alone has no `jar`, and a small system no `unzip`: one of them is there. */
async function unpack(jar: string, name: string, folder: string): Promise<void> {
  await run('jar', ['xf', jar, name], { cwd: folder })
    .catch(() => run('unzip', ['-q', '-o', jar, name, '-d', folder]))
    .catch((cause) => {
      throw new MonitorError(
        'REDIS_UNREACHABLE',
        'redis-server could not be unpacked from its jar.',
        'Install unzip or Redis, or set REDIS_URL to a Redis of yours.',
        { cause },
      );
    });
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => finish(data.toString().startsWith('+PONG')));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
