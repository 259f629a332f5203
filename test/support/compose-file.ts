import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type ComposeService = {
  readonly image: string;
  readonly user?: string;
  readonly restart?: string;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly secrets?: readonly string[];
  readonly command?: readonly string[];
  readonly build?: { readonly context: string; readonly target: string };
  readonly environment?: { readonly [name: string]: string };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  /** Missing where a container runs once and ends. */
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: { readonly [name: string]: { readonly condition: string } };
};

export type ComposeFile = {
  readonly services: { readonly [name: string]: ComposeService };
  readonly volumes: { readonly [name: string]: unknown };
  readonly secrets: { readonly [name: string]: { readonly environment: string } };
};

export function readProjectFile(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}

/** compose.yaml with the variables of `.env.example` put in, as Compose does it. */
export function readCompose(): ComposeFile {
  const variables = Object.fromEntries(
    readProjectFile('.env.example')
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  const text = readProjectFile('compose.yaml').replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_all, name: string, kind: string | undefined, fallback = '') => {
      const value = variables[name] ?? (kind === '-' ? fallback : undefined);
      if (value === undefined) throw new Error(`.env.example lacks ${name}`);
      return value;
    },
  );
  return parse(text, { merge: true });
}
