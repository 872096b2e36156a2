import { expect, it } from 'vitest';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';
import { mergePlans } from './merge.ts';
import { canonicalJson, flatStep, stepId } from './step-ids.ts';

const build: CompileStep = { kind: 'go', tree: 'own', args: ['build', './...'], artifact: false, timeoutMs: 1000 };
const program = (tree: 'judged' | 'reference'): CompileStep => ({
  ...{ kind: 'go', tree, args: ['test', '-c', '-o', '{out}', './a'], artifact: true, timeoutMs: 1000 },
  requires: [build],
});
const benchmarks: RunStep = {
  ...{ kind: 'benchmarks', program: program('judged'), reference: program('reference'), tree: 'judged', dir: 'a' },
  ...{ benchmarks: ['BenchmarkA'], pairs: 10, pairMs: 50, timeoutMs: 10_000 },
};

const tests: RunStep = {
  ...{ kind: 'tests', program: program('judged'), tree: 'judged', dir: 'a', tests: ['TestA'], count: 1, procs: [0] },
  ...{ race: false, testMs: 1000, runMs: 5000, outputBytes: 1000 },
};

it('gives equal steps equal ids, however they were written down', () => {
  const other = { timeoutMs: 1000, artifact: false, args: ['build', './...'], tree: 'own', kind: 'go', env: undefined };
  expect(stepId(other as unknown as CompileStep)).toBe(stepId(build));
  expect(stepId(build)).toMatch(/^[0-9a-f]{16}$/);
  expect(stepId({ ...build, tree: 'judged' })).not.toBe(stepId(build));
});

it('sends what a step needs as ids', () => {
  expect(flatStep(benchmarks)).toMatchObject({
    program: stepId(program('judged')),
    reference: stepId(program('reference')),
  });
  expect(flatStep(program('judged'))).toMatchObject({ requires: [stepId(build)] });
  expect(flatStep({ ...benchmarks, requires: [tests] })).toMatchObject({ requires: [stepId(tests)] });
});

it('names what tests from outside start by package directory, each by its id', () => {
  const outside: RunStep = { ...tests, outside: { programs: { 'cmd/a': program('judged') } } };
  expect(flatStep(outside)).toMatchObject({ outside: { programs: { 'cmd/a': stepId(program('judged')) } } });
  expect(stepId(outside)).not.toBe(stepId(tests));
});

it('writes canonical JSON: sorted, without spaces and without what is undefined', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
});

it('merges plans: each step once, programs included, requirements first', () => {
  const merged = mergePlans([
    { compile: [], run: [benchmarks] },
    { compile: [program('judged'), build], run: [benchmarks] },
  ]);
  expect([...merged.run.values()]).toEqual([benchmarks]);
  expect([...merged.compile.values()]).toEqual([build, program('judged'), program('reference')]);
});
