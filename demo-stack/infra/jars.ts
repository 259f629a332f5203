import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MonitorError } from '../../src/errors.ts';
import { cacheFolder } from './cache-folder.ts';
import { createFetchProgress, type FetchProgress } from './fetch-progress.ts';

const pom = fileURLToPath(new URL('./pom.xml', import.meta.url));

/** Gives the paths of the jars that the servers need, looked up once however often it is asked. */
export type Jars = () => Promise<readonly string[]>;

export function createJars(): Jars {
  let found: Promise<readonly string[]> | undefined;
  return () => {
    found ??= findJars();
    return found;
  };
}

/**
 * Paths of the jars that `pom.xml` names, from the cache where they still exist, else by Maven: first without the
 * network, then with it.
 *
 * @throws MonitorError KAFKA_FAILED when there is no Maven or it can't fetch them.
 */
async function findJars(): Promise<readonly string[]> {
  const key = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 16);
  const cached = join(await cacheFolder(), `classpath-${key}.txt`);
  const known = await readClasspath(cached);
  if (known !== undefined) return known;

  const draft = `${cached}.${process.pid}`;
  const offline = await maven(['-o'], draft, () => {});
  if (offline.code !== 0) await fetchJars(draft);
  await rename(draft, cached);
  return (await readClasspath(cached)) ?? [];
}

async function fetchJars(outputFile: string): Promise<void> {
  const progress: FetchProgress = createFetchProgress(
    process.stderr,
    'Apache Kafka 4.3.1 and redis-server (about 60 MB, once)',
  );
  const result = await maven([], outputFile, progress.line);
  progress.end();
  if (result.code === 0) return;
  await rm(outputFile, { force: true });
  throw new MonitorError(
    'KAFKA_FAILED',
    `Maven could not fetch Apache Kafka: ${result.lastError ?? `mvn ended with code ${result.code}`}`,
    'Check the network and Maven’s settings (a proxy, a mirror). Or use Docker instead: docker compose up',
  );
}

type MavenResult = { readonly code: number; readonly lastError: string | undefined };

async function maven(
  flags: readonly string[],
  outputFile: string,
  onLine: (line: string) => void,
): Promise<MavenResult> {
  const args = ['-B', ...flags, '-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${outputFile}`];
  const child = spawn('mvn', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number>((resolve, reject) => child.once('close', resolve).once('error', reject));
  let lastError: string | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.includes('ERROR') && lastError === undefined) lastError = line.replace(/^.*ERROR\S*\s*/, '');
    onLine(line);
  });
  try {
    return { code: await ended, lastError };
  } catch (cause) {
    throw new MonitorError(
      'KAFKA_FAILED',
      'Apache Kafka is fetched with Maven, and there is no mvn on the PATH.',
      'Install it, for example: apt-get install maven. Or use Docker instead: docker compose up',
      { cause },
    );
  }
}

async function readClasspath(path: string): Promise<readonly string[] | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const jars = text.trim().split(':').filter(Boolean);
  if (jars.length === 0) return undefined;
  const present = await Promise.all(
    jars.map((jar) =>
      access(jar).then(
        () => true,
        () => false,
      ),
    ),
  );
  return present.every(Boolean) ? jars : undefined;
}
