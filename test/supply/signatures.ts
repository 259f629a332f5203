/**
 * The last part of `npm run check:supply`: npm verifies the registry's signatures of all installed packages.
 *
 * Ends with 1 for signatures that are wrong or missing, and with 3 when the registry could not be asked: then nothing is
 * known of them, and that is said.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const timeoutMs = 180_000;
/** How npm says that it asked and did not like the answer. */
const verdict = /(?:invalid|missing) registry signatures?|(?:invalid|missing) attestations?|tampered/i;

execFile('npm', ['audit', 'signatures'], { cwd: root, timeout: timeoutMs }, (failure, stdout, stderr) => {
  process.stdout.write(stdout);
  if (failure === null) return;
  if (verdict.test(`${stdout}${stderr}`)) {
    process.stderr.write(stderr);
    process.exitCode = 1;
    return;
  }
  const reason = failure.killed
    ? `no answer within ${timeoutMs / 1_000} s`
    : (/npm error (code \w+)/.exec(stderr)?.[1] ?? `exit code ${failure.code}`);
  process.stderr.write(
    `The registry could not be asked (${reason}): signatures are NOT verified. Run it where the network is.\n`,
  );
  process.exitCode = 3;
});
