import { expect, it } from 'vitest';
import type { Engine } from '#workers/sandbox/connect.ts';
import { engineFindings, nodeFinding } from './diagnosis.ts';

const engine = {
  ...{ processors: 4, version: '28.0.1', cgroups: '2', memoryBytes: 8 * 1024 ** 3 },
  security: ['name=seccomp,profile=builtin'],
  runtimes: ['io.containerd.runc.v2', 'runc'],
} as unknown as Engine;

it.each([
  ['24.12.0', 'fine'],
  ['26.0.0', 'fine'],
  ['24.11.9', 'missing'],
  ['20.19.0', 'missing'],
])('calls Node %s %s', (version, state) => {
  expect(nodeFinding(version)).toMatchObject({ state, words: version });
});

it('says which version of control groups the engine has', () => {
  expect(engineFindings(engine)).toEqual([
    { what: 'Docker', state: 'fine', words: '28.0.1, 4 processors, 8.0 GiB' },
    { what: 'cgroups', state: 'fine', words: 'version 2' },
    { what: 'seccomp', state: 'fine', words: 'system calls are filtered' },
  ]);
});

it('refuses an engine that filters no system calls', () => {
  expect(engineFindings({ ...engine, security: [] })).toContainEqual(
    expect.objectContaining({ what: 'seccomp', state: 'missing' }),
  );
});

it('says whether the engine has the runtime that is configured', () => {
  expect(engineFindings(engine, 'runc')).toContainEqual({
    ...{ what: 'runtime', state: 'fine', words: 'runc (PUSHMARK_RUNTIME)' },
  });
  expect(engineFindings(engine, 'runsc')).toContainEqual({
    ...{ what: 'runtime', state: 'missing', words: 'the engine has no runsc' },
    remedy: expect.stringContaining('the engine has io.containerd.runc.v2, runc'),
  });
});

it('says what to do when there is no engine', () => {
  const [finding] = engineFindings(new Error('No Docker engine answers. Run: npm run setup'));
  expect(finding).toMatchObject({ state: 'missing', remedy: expect.stringContaining('npm run setup') });
});
