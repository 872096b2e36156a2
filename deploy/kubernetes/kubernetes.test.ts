import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { beforeAll, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { KEYS } from '#services/platform/config/keys.ts';

type Labels = Readonly<Record<string, string>>;

interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name: string } }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: object;
  readonly resources: object;
  readonly volumeMounts: readonly { readonly name: string }[];
  readonly livenessProbe?: { readonly httpGet: { readonly path: string; readonly port: string } };
  readonly readinessProbe?: { readonly httpGet: { readonly path: string; readonly port: string } };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly selector: Labels & { readonly matchLabels?: Labels };
    readonly podSelector?: { readonly matchLabels: Labels };
    readonly ports?: readonly { readonly targetPort: string }[];
    readonly template: {
      readonly metadata: { readonly labels: Labels };
      readonly spec: {
        readonly securityContext: object;
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

const read = (name: string) => readFile(join(import.meta.dirname, name), 'utf8');
let manifests: readonly Manifest[];
beforeAll(async () => {
  const { resources } = parse(await read('kustomization.yaml')) as { resources: string[] };
  const texts = await Promise.all(resources.map(read));
  manifests = texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
});

const of = (kind: string) => manifests.filter((one) => one.kind === kind);
const pods = () => [...of('Deployment'), ...of('Job')].map((one) => one.spec.template);

test('each is what the published API of its kind describes', () => {
  const kinds = { ConfigMap, Deployment, Job, NetworkPolicy, PodDisruptionBudget, Service } as const;
  for (const manifest of manifests) {
    const Kind = kinds[manifest.kind as keyof typeof kinds];
    new Kind(manifest as never).validate();
  }
  expect(new Set(manifests.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
  const misspelt = { ...of('Service')[0], spec: { ports: [{ prot: 80 }] } };
  expect(() => new Service(misspelt as never).validate()).toThrow(/port/);
});

test('the web has a service and two probes; each deployment survives the loss of a node', () => {
  expect(of('Deployment').map(({ metadata }) => metadata.name)).toEqual(['pushmark-web', 'pushmark-reporter']);
  const budgets = of('PodDisruptionBudget').map(({ metadata }) => metadata.name);
  expect(budgets).toEqual(['pushmark-web', 'pushmark-reporter']);
  const [web] = pods();
  const [only] = web?.spec.containers ?? [];
  expect(only?.readinessProbe?.httpGet.path).toBe('/readyz');
  expect(only?.livenessProbe?.httpGet.path).toBe('/healthz');
  const ports = only?.ports?.map(({ name }) => name);
  expect(of('Service').flatMap(({ spec }) => spec.ports?.map(({ targetPort }) => targetPort))).toEqual(ports);
});

test('every selector finds pods', () => {
  const labels = pods().map(({ metadata }) => metadata.labels);
  for (const { kind, metadata, spec } of manifests.filter((one) => !['ConfigMap', 'Job'].includes(one.kind))) {
    const wanted = spec.podSelector?.matchLabels ?? spec.selector.matchLabels ?? (spec.selector as Labels);
    const found = labels.filter((own) => Object.entries(wanted).every(([key, value]) => own[key] === value));
    expect([kind, metadata.name, found.length > 0]).toEqual([kind, metadata.name, true]);
  }
});

test('no container has a right, a writable root or no limit', () => {
  for (const { spec } of pods()) {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const { securityContext, resources } of spec.containers) {
      expect(securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      });
      expect(resources).toMatchObject({
        requests: { memory: expect.any(String) },
        limits: { memory: expect.any(String) },
      });
    }
  }
});

test("only what migrates has the owner's login; web and reporter have their own", () => {
  const secrets = pods().map(({ spec }) =>
    spec.containers.flatMap(({ envFrom = [] }) => envFrom.flatMap(({ secretRef }) => secretRef?.name ?? [])),
  );
  expect(secrets).toEqual([['pushmark', 'pushmark-web'], ['pushmark', 'pushmark-worker'], ['pushmark-owner']]);
});

test('every volume that is mounted exists, and nothing reaches Docker', () => {
  for (const { spec } of pods()) {
    const there = spec.volumes.map(({ name }) => name);
    for (const { volumeMounts } of spec.containers) for (const { name } of volumeMounts) expect(there).toContain(name);
  }
  expect(JSON.stringify(manifests)).not.toMatch(/docker|hostPath|privileged/i);
});

test('every setting is one that Pushmark reads, and none is a secret', () => {
  const keys = new Map<string, object>(Object.values(KEYS).map((key) => [key.name, key]));
  const settings = of('ConfigMap').find(({ metadata }) => metadata.name === 'pushmark')?.data ?? {};
  expect(Object.keys(settings).length).toBeGreaterThan(0);
  for (const name of Object.keys(settings)) {
    expect([name, keys.has(name)]).toEqual([name, true]);
    expect(keys.get(name)).not.toHaveProperty('secret');
  }
});

test('a grading machine leaves reports to reporters and has time to finish', async () => {
  const unit = await read('worker.service');
  expect(unit).toContain('ExecStart=/usr/bin/npx pushmark worker --no-reports');
  expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1])).toBeGreaterThan(25);
});
