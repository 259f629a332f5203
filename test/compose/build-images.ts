/**
 * `npm run check:images`: carries out the Dockerfile's steps in folders, for machines without a container engine, and starts
 * what came out. The folders are removed at the end; the packages come from the registry.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type ImageStage, type Instruction, readStages } from './dockerfile.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const workplace = await mkdtemp(join(tmpdir(), 'esm-monitor-images-'));
/** They say how a container is run; the files stay as they are. */
const aboutRunning = ['WORKDIR', 'ENV', 'USER', 'ENTRYPOINT', 'CMD', 'HEALTHCHECK'];

try {
  for (const stage of readStages(await readFile(join(root, 'Dockerfile'), 'utf8'))) await build(stage);
  await start('monitor', 'bin/esm-monitor.js', ['doctor'], "Postgres at 127.0.0.1:1/none can't be used");
  for (const name of ['user-management', 'task-processing', 'notification'])
    await start('service', `demo-stack/services/${name}/main.ts`, [], `${name} could not run`);
  process.stdout.write('Both images can be built, and what is in them starts.\n');
} finally {
  await rm(workplace, { recursive: true, force: true });
}

async function build({ name, base, instructions }: ImageStage): Promise<void> {
  process.stdout.write(`FROM ${base} AS ${name}\n`);
  const folder = join(workplace, name);
  const before = join(workplace, base);
  await cp(before, folder, { recursive: true, verbatimSymlinks: true }).catch(() => mkdir(folder)); // an image: empty
  for (const instruction of instructions) await carryOut(instruction, folder);
}

async function carryOut({ name, rest }: Instruction, folder: string): Promise<void> {
  process.stdout.write(`  ${name} ${rest}\n`);
  if (name === 'RUN') return run('sh', ['-c', rest], folder);
  if (name === 'COPY') return copy(rest.split(' '), folder);
  if (!aboutRunning.includes(name)) throw new Error(`This script does not know ${name}.`);
}

async function copy(words: readonly string[], folder: string): Promise<void> {
  const stage = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
  const paths = words.slice(stage === undefined ? 0 : 1, -1);
  const target = words.at(-1) ?? '';
  for (const path of paths) {
    const source = stage === undefined ? join(root, path) : join(workplace, stage, path.replace('/app/', ''));
    const to = target.endsWith('/') ? join(target, basename(path)) : target;
    await cp(source, resolve(folder, to), { recursive: true, verbatimSymlinks: true });
  }
}

/** Starts a program without its servers: that it says so shows that all of its parts are there. */
async function start(stage: string, program: string, args: readonly string[], says: string): Promise<void> {
  const nowhere = {
    KAFKA_BROKERS: '127.0.0.1:1',
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    REDIS_URL: 'redis://127.0.0.1:1',
  };
  const child = spawn(process.execPath, [program, ...args], {
    cwd: join(workplace, stage),
    env: { PATH: process.env.PATH, ...nowhere },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = (await Promise.all([text(child.stdout), text(child.stderr)])).join('');
  if (!printed.includes(says)) throw new Error(`${program} did not say "${says}":\n${printed}`);
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${code}.`);
}
