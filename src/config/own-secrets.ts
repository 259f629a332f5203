import { addressesIn } from './alert-addresses.ts';
import { environmentNames, isSecretProperty, propertyNames } from './kafka-properties.ts';
import { readPropertiesFile } from './properties-file.ts';
import { type Environment, secret } from './settings.ts';

const urls = ['DATABASE_URL', 'REDIS_URL'];
const secretProperties = propertyNames.filter(isSecretProperty);
const wholeSecrets = ['ESM_HTTP_TOKEN', ...secretProperties.map((name) => environmentNames(name)[0])];

/** Shorter ones are parts of ordinary words, and no secrets. */
const leastLength = 4;

/**
 * The secrets that the monitor was given by the environment, by files that it names, and by the configuration file below
 * it: passwords and tokens, as they stand there and decoded.
 *
 * @param propertiesFile - Path of the Kafka client's properties (-F), which may hold some as well.
 */
export function ownSecrets(env: Environment, propertiesFile?: string): readonly string[] {
  const found = [
    ...urls.flatMap((name) => inUrl(read(name, env))),
    ...wholeSecrets.map((name) => read(name, env) ?? ''),
    ...addressesIn(read('ESM_ALERT_URL', env) ?? '').map(pathOf),
    ...(propertiesFile === undefined ? [] : inProperties(propertiesFile)),
  ];
  return [...new Set(found)].filter((text) => text.length >= leastLength);
}

/** A text that is no address is a secret as a whole: somebody left out the scheme. */
function inUrl(text: string | undefined): readonly string[] {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null) return text === undefined ? [] : [text];
  const password = url.password || url.searchParams.get('password') || '';
  // A password that is also the user or the database hides nothing, and would hide the address.
  if (password === '' || [url.username, url.pathname.slice(1), url.hostname].includes(password)) return [];
  return [password, decoded(password)];
}

/** None of a file that can't be read or used: the command ends with a sentence that shows no value of it. */
function inProperties(path: string): readonly string[] {
  try {
    const { properties } = readPropertiesFile(path);
    return secretProperties.map((name) => properties[name]?.value ?? '');
  } catch {
    return [];
  }
}

/** What makes the address of a webhook a secret. */
function pathOf(text: string): string {
  const url = URL.parse(text);
  return url === null ? text : `${url.pathname}${url.search}`.slice(1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Undefined also for a file that can't be read: that is told elsewhere. */
function read(name: string, env: Environment): string | undefined {
  try {
    return secret(name, env);
  } catch {
    return undefined;
  }
}
