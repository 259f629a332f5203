import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { MonitorError } from '../errors.ts';
import { isSecretProperty, type Properties, readProperty } from './kafka-properties.ts';

/** What a client's properties file says, and the names in it that mean nothing to the monitor, each with its line. */
export type PropertiesFile = { readonly properties: Properties; readonly unused: readonly string[] };

/** Ignoring one of these could open a connection that its writer meant to be safer. */
const security = /^(?:sasl|ssl|security|enable\.ssl|enable\.sasl)\./;
/** Java classes that do what the monitor does by itself. */
const needless = /^sasl\.(?:login|client)\.callback\.handler\.class$/;

/**
 * Reads a file of a Java or librdkafka client, with Java's rules of comments, escapes and lines that go on.
 *
 * @throws MonitorError `CONFIG` that lists what is wrong with file and line, without values.
 */
export function readPropertiesFile(path: string): PropertiesFile {
  const text = textOf(path);
  const { Pair, parseLines } = loadParser();
  const wrong: string[] = [];
  const unused: string[] = [];
  const found: [string, Properties[keyof Properties]][] = [];
  for (const node of parseLines(text, true)) {
    if (!(node instanceof Pair)) continue;
    const from = `${path}:${text.slice(0, node.range?.[0]).split('\n').length}`;
    const read = readProperty(node.key, node.value);
    if (read === 'unknown') {
      if (security.test(node.key) && !needless.test(node.key))
        wrong.push(`${from}: ${node.key} is not supported`);
      else unused.push(`${from}: ${node.key}`);
    } else if ('wrong' in read) wrong.push(`${from}: ${read.wrong}`);
    else found.push(...read.map(([name, value]): (typeof found)[number] => [name, { value, from }]));
  }
  if (wrong.length > 0) {
    throw new MonitorError(
      'CONFIG',
      `${wrong.join('\n')}`,
      'docs/security.md lists the properties that are.',
    );
  }
  return { properties: Object.fromEntries(found), unused };
}

/** @throws MonitorError `CONFIG` for a name that there is not, and for a secret: others can read flags. */
export function readPropertyFlags(flags: readonly string[]): Properties {
  return Object.fromEntries(
    flags.flatMap((flag) => {
      const [, name = '', value] = /^([^=]*)=([\s\S]*)$/.exec(flag) ?? [];
      if (value === undefined)
        throw wrongFlag('-X takes name=value.', 'For example: -X security.protocol=SSL');
      if (isSecretProperty(name)) {
        throw wrongFlag(
          `${name} holds a secret, and others on this machine can read flags.`,
          `Put it into the environment, a file for -F, or the configuration file: docs/security.md`,
        );
      }
      const read = readProperty(name, value);
      if (read === 'unknown')
        throw wrongFlag(`-X knows no "${name}".`, 'docs/security.md lists the properties.');
      if ('wrong' in read) throw wrongFlag(`-X: ${read.wrong}.`, 'docs/security.md has examples.');
      return read.map(([property, text]) => [property, { value: text, from: `-X ${name}` }] as const);
    }),
  );
}

function wrongFlag(message: string, hint: string): MonitorError {
  return new MonitorError('CONFIG', message, hint);
}

/** Loaded when there is a file: every start of a command would pay for it. */
function loadParser(): typeof import('dot-properties') {
  return createRequire(import.meta.url)('dot-properties');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new MonitorError(
      'CONFIG',
      `The properties file ${path} can't be read.`,
      'Check its path and rights: -F.',
      {
        cause,
      },
    );
  }
}
