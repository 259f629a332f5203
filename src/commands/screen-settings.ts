import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { themeNames } from '../text/themes.ts';
import { incidentSorts } from '../ui/state/reduce-view.ts';
import { sorts } from '../ui/state/sort-services.ts';
import type { View } from '../ui/state/view.ts';
import { timeModes } from '../ui/text/time-modes.ts';

const names = ['theme', 'sort', 'incidentSort', 'time', 'newestFirst', 'wrap'] as const;

/** What the screen remembers from run to run. */
export type ScreenSettings = Pick<View, (typeof names)[number]>;

/** The values that each setting can have. */
const choices: { readonly [name in keyof ScreenSettings]: readonly ScreenSettings[name][] } = {
  theme: themeNames,
  sort: sorts,
  incidentSort: incidentSorts,
  time: timeModes,
  newestFirst: [true, false],
  wrap: [true, false],
};

/** What the file holds; a setting that is missing or strange is left out, and so are all when there is no file. */
export async function readSettings(file: string): Promise<Partial<ScreenSettings>> {
  try {
    const found: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof found !== 'object' || found === null) return {};
    const entries = Object.entries(found).filter(([name, value]) => isChoice(name, value));
    return Object.fromEntries(entries);
  } catch {
    return {}; // the first start, or a file that someone broke: the defaults are fine
  }
}

function isChoice(name: string, value: unknown): boolean {
  const known = names.find((each) => each === name);
  const all: readonly unknown[] = known === undefined ? [] : choices[known];
  return all.includes(value);
}

export type SettingsKeeper = {
  /** Writes what was changed since the start; what a flag set and no key changed is not kept. */
  keep(view: View): void;
  /** Resolves when all is written. */
  settled(): Promise<void>;
};

/**
 * @param stored - What the file holds.
 * @param shown - What the screen starts with.
 */
export function createSettingsKeeper(
  file: string,
  stored: Partial<ScreenSettings>,
  shown: ScreenSettings,
): SettingsKeeper {
  let last = JSON.stringify(stored);
  let writing: Promise<void> = Promise.resolve();
  return {
    keep(view) {
      const changed = names.filter((name) => view[name] !== shown[name]);
      const next = { ...stored, ...Object.fromEntries(changed.map((name) => [name, view[name]])) };
      const text = JSON.stringify(next);
      if (text === last) return;
      last = text;
      writing = writing.then(() => replace(file, text));
    },
    settled: () => writing,
  };
}

/** Another terminal reads the old file or the new one, never half of it. */
async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, `${text}\n`);
    await rename(draft, file);
  } catch {
    // A home that can't be written to costs the memory of a sort order, no more.
  }
}
