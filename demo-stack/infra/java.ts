import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MonitorError } from '../../src/errors.ts';

const run = promisify(execFile);
const oldestJava = 17; // Kafka 4's broker (KIP-1013)
const orCompose = 'Or use Docker instead: docker compose up';

/**
 * The `java` program to use: JAVA_HOME's, else the one on PATH.
 *
 * @throws MonitorError KAFKA_FAILED when there is none or it is older than Java 17.
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const output = await run(java, ['-version'], { env }).catch((cause) => {
    throw new MonitorError(
      'KAFKA_FAILED',
      'Apache Kafka needs Java, and there is none here.',
      `Install Java ${oldestJava} or newer, for example: apt-get install openjdk-17-jre-headless. ${orCompose}`,
      { cause },
    );
  });
  const version = javaMajor(output.stderr);
  if (version < oldestJava) {
    throw new MonitorError(
      'KAFKA_FAILED',
      `Apache Kafka needs Java ${oldestJava} or newer; ${java} is Java ${version}.`,
      `Install a newer one and point JAVA_HOME at it. ${orCompose}`,
    );
  }
  return java;
}

/** The major version in what `java -version` prints: 8 for "1.8.0_392", 17 for "17.0.15"; 0 when there is none. */
export function javaMajor(text: string): number {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return Number(match?.[1] ?? 0);
}
