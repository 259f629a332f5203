import { MonitorError } from '../errors.ts';

/** Where the secret belongs that somebody looked for a flag for; the first that fits. */
const places: readonly { readonly flag: RegExp; readonly place: string }[] = [
  { flag: /^(?:database|db|postgres(?:ql)?|pg)-?(?:url|uri|dsn|password)$/, place: 'DATABASE_URL' },
  { flag: /^redis-?(?:url|uri|password)$/, place: 'REDIS_URL' },
  { flag: /^(?:sasl|kafka)-.*(?:password|secret)$/, place: 'KAFKA_SASL_PASSWORD' },
  { flag: /token/, place: 'ESM_HTTP_TOKEN' },
  {
    flag: /passw(?:or)?d|passphrase|secret|credential|api-?key/,
    place: 'DATABASE_URL, REDIS_URL or KAFKA_SASL_PASSWORD',
  },
];

/**
 * Refuses flags that would show a secret to everybody on the machine, before anything repeats what stands in them.
 *
 * @throws MonitorError `CONFIG` that names the place where the secret belongs, and never its value.
 */
export function refuseSecretFlags(args: readonly string[]): void {
  const end = args.indexOf('--');
  for (const arg of end === -1 ? args : args.slice(0, end)) {
    const name = /^--([\w-]+)/.exec(arg)?.[1];
    if (name === undefined) continue;
    const dashed = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');
    const found = places.find(({ flag }) => flag.test(dashed));
    if (found === undefined) continue;
    throw new MonitorError(
      'CONFIG',
      `There is no --${name}: everybody on this machine can read flags.`,
      `Set ${found.place} in the environment (or …_FILE with the path of a file), or put it into the configuration file: docs/security.md`,
    );
  }
}
