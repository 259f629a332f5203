import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findJava, javaMajor } from '../../demo-stack/infra/java.ts';

async function aJavaHome(printed: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'esm-test-java-'));
  onTestFinished(() => rm(home, { recursive: true }));
  await mkdir(join(home, 'bin'));
  await writeFile(join(home, 'bin/java'), `#!/bin/sh\necho '${printed}' >&2\n`, { mode: 0o755 });
  return home;
}

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_392"', 8],
  ['openjdk version "25" 2025-09-16', 25],
  ['not a java', 0],
])('reads the major version of %s', (text, major) => {
  expect(javaMajor(text)).toBe(major);
});

test('takes the Java of JAVA_HOME when it is new enough', async () => {
  const home = await aJavaHome('openjdk version "21.0.2" 2024-01-16');

  const java = await findJava({ PATH: process.env.PATH, JAVA_HOME: home });

  expect(java).toBe(join(home, 'bin/java'));
});

test('says what to install when Java is too old or missing', async () => {
  const home = await aJavaHome('openjdk version "11.0.2" 2019-01-15');

  await expect(findJava({ PATH: process.env.PATH, JAVA_HOME: home })).rejects.toMatchObject({
    message: expect.stringContaining('needs Java 17 or newer'),
    hint: expect.stringContaining('docker compose up'),
  });
  await expect(findJava({ PATH: '/nowhere', JAVA_HOME: '' })).rejects.toMatchObject({
    hint: expect.stringContaining('Install Java 17'),
  });
});
