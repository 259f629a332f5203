import { dirname, resolve } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { MonitorError } from '../errors.ts';
import { type FileKey, fileKeys } from './file-keys.ts';
import {
  environmentNames,
  isPathProperty,
  isSecretProperty,
  type PropertyName,
  readProperty,
} from './kafka-properties.ts';
import type { Environment } from './settings.ts';

/** One setting of the file, as the environment would say it. */
export type FileSetting = {
  readonly name: string;
  /** Names that say the same thing; a value under any of them stands above the file. */
  readonly names: readonly string[];
  readonly value: string;
};

export type ConfigFile = {
  /** For every profile, in the order of the file. */
  readonly settings: readonly FileSetting[];
  readonly profiles: ReadonlyMap<string, readonly FileSetting[]>;
  readonly holdsSecret: boolean;
};

const allowed = [...Object.keys(fileKeys), 'kafka', 'profiles'].join(', ');

/**
 * Reads the text of a configuration file; every profile is checked, wanted or not.
 *
 * @param path - Its path, for messages and for the paths that stand in it.
 * @throws MonitorError `CONFIG` that lists everything wrong with it, each with its line; values of secrets are not shown.
 */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map(
    ({ message, pos }) => `${path}:${lines.linePos(pos[0]).line}: ${message}.`,
  );
  let holdsSecret = false;

  const at = (node: unknown) => lines.linePos((node as Partial<Node> | null)?.range?.[0] ?? 0).line;
  const wrong = (node: unknown, problem: string) => void problems.push(`${path}:${at(node)}: ${problem}`);
  const follow = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);

  function settingsOf(map: YAMLMap): FileSetting[] {
    return map.items.flatMap((pair) => {
      const key = String(pair.key);
      if (map === document.contents && key === 'profiles') return [];
      if (key === 'kafka') return kafkaSettingsOf(pair.key, follow(pair.value));
      const known = Object.hasOwn(fileKeys, key) ? fileKeys[key] : undefined;
      if (known === undefined) {
        wrong(pair.key, `there is no setting "${key}". There are: ${allowed}.`);
        return [];
      }
      const value = readValue(follow(pair.value), known, path);
      if (value === undefined) {
        wrong(pair.key, `${key} takes ${takes[known.takes]}.`);
        return [];
      }
      holdsSecret ||= known.isSecret?.(value) ?? false;
      const failure = failureOf(known, value);
      if (failure !== undefined) wrong(pair.key, failure);
      return [{ name: known.sets, names: [known.sets, ...(known.also ?? [])], value }];
    });
  }

  /** Properties of a Kafka client, each in the place of its environment name. */
  function kafkaSettingsOf(key: unknown, node: unknown): FileSetting[] {
    if (!isMap(node)) {
      wrong(key, 'kafka takes properties of a Kafka client, each with a value.');
      return [];
    }
    return node.items.flatMap((pair) => {
      const name = String(pair.key);
      const value = scalarOf(follow(pair.value));
      const read =
        value === undefined ? { wrong: `kafka: ${name} takes a value` } : readProperty(name, value);
      if (read === 'unknown' || 'wrong' in read) {
        wrong(
          pair.key,
          read === 'unknown' ? `kafka: there is no property "${name}" (docs/security.md).` : `${read.wrong}.`,
        );
        return [];
      }
      holdsSecret ||= isSecretProperty(name);
      return read.map(([property, text]) => kafkaSetting(property, text, path));
    });
  }

  function profilesOf(map: YAMLMap): ReadonlyMap<string, readonly FileSetting[]> {
    const node = follow(map.get('profiles', true));
    if (node === undefined) return new Map();
    if (!isMap(node)) {
      wrong(node, 'profiles takes names, each with settings of its own.');
      return new Map();
    }
    return new Map(
      node.items.map((pair) => {
        const profile = follow(pair.value);
        if (isMap(profile)) return [String(pair.key), settingsOf(profile)];
        wrong(pair.key, `the profile ${String(pair.key)} holds no settings.`);
        return [String(pair.key), []];
      }),
    );
  }

  const map = document.contents;
  const isEmpty = map === null || (isScalar(map) && map.value === null);
  if (!isEmpty && !isMap(map) && problems.length === 0) wrong(map, 'a list of "key: value" lines is wanted.');
  const file = isMap(map)
    ? { settings: settingsOf(map), profiles: profilesOf(map) }
    : { settings: [], profiles: new Map() };
  if (problems.length > 0) {
    throw new MonitorError(
      'CONFIG',
      problems.join('\n'),
      'docs/configuration.md has an example of the file.',
    );
  }
  return { ...file, holdsSecret };
}

const takes = {
  text: 'a text; put quotes around what looks like a number',
  list: 'a text, or a list of texts',
  number: 'a number',
  switch: 'true or false',
  path: 'the path of a file or folder',
} as const satisfies { readonly [kind in FileKey['takes']]: string };

/** The value as the environment would hold it; undefined for one of another kind. */
function readValue(node: unknown, key: FileKey, path: string): string | undefined {
  if (key.takes === 'list' && isSeq(node)) {
    const texts = node.items.map((item) => (isScalar(item) ? item.value : undefined));
    return texts.every((text) => typeof text === 'string') ? texts.join(',') : undefined;
  }
  const value: unknown = isScalar(node) ? node.value : undefined;
  const type = key.takes === 'number' ? 'number' : key.takes === 'switch' ? 'boolean' : 'string';
  if (typeof value !== type || value === '') return undefined;
  return key.takes === 'path' ? resolve(dirname(path), String(value)) : String(value);
}

function scalarOf(node: unknown): string | undefined {
  const value: unknown = isScalar(node) ? node.value : undefined;
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function kafkaSetting(property: PropertyName, text: string, path: string): FileSetting {
  const names = environmentNames(property);
  const value = isPathProperty(property) ? resolve(dirname(path), text) : text;
  return { name: names[0], names: [...names, `${names[0]}_FILE`], value };
}

function failureOf({ sets, check }: FileKey, value: string): string | undefined {
  const alone: Environment = { [sets]: value };
  try {
    check?.(alone);
    return undefined;
  } catch (error) {
    if (error instanceof MonitorError) return `${error.message} ${error.hint}`;
    throw error;
  }
}
