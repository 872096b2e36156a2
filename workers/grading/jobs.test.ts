import { expect, it } from 'vitest';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { runBudget } from './budgets.ts';
import { compileJob, runJob } from './jobs.ts';
import { stepId } from './step-ids.ts';
import { assignmentOf } from './testing.ts';

const files = (paths: string[]): FileTree => tree(paths.map((path) => [path, Buffer.from(path)] as const));
const trees = {
  own: files(['go.mod', 'a/a.go']),
  judged: files(['go.mod', 'a/a.go', 'a/hidden_test.go', 'a/testdata/in.csv', 'a/testdata/src/x.go']),
  reference: files(['go.mod', 'a/a.go']),
};
const { limits } = assignmentOf({}).document;
const build: CompileStep = { kind: 'go', tree: 'judged', args: ['test'], artifact: true, timeoutMs: 1000 };
const tests: RunStep = {
  ...{ kind: 'tests', program: build, tree: 'judged', dir: 'a', tests: ['TestA'], count: 1, procs: [0], race: false },
  ...{ testMs: 1000, runMs: 5000, outputBytes: 1000 },
};
const text = (content: Uint8Array | undefined) => JSON.parse(Buffer.from(content ?? '').toString());

it('sends job.json first, then only the trees that a step names', () => {
  const job = compileJob([build, { kind: 'format', tree: 'judged' }], trees, limits, 2);
  expect(job.map(({ path }) => path)).toEqual([
    'job.json',
    ...[...trees.judged.keys()].map((path) => `trees/judged/${path}`),
  ]);
  expect(text(job[0]?.content)).toEqual({
    version: 1,
    mode: 'compile',
    cores: 2,
    limits: { memoryBytes: limits.memoryBytes, processes: limits.processes, outputBytes: limits.outputBytes },
    steps: [
      { id: stepId(build), ...build },
      { id: expect.any(String), kind: 'format', tree: 'judged' },
    ],
  });
});

it('sends the policy what the student wrote and the tree with hidden tests', () => {
  const policy = {
    kind: 'policy',
    tree: 'own',
    level: 'full',
    module: 'm',
    files: [],
    tested: ['a'],
    allow: [],
  } as const;
  const sent = (step: CompileStep) => compileJob([step], trees, limits, 1).map(({ path }) => path.split('/')[1]);
  expect(new Set(sent(policy))).toEqual(new Set([undefined, 'own']));
  expect(new Set(sent({ ...policy, tests: 'judged' }))).toEqual(new Set([undefined, 'own', 'judged']));
});

it('sends no source to where students’ programs run, but all that tests read', () => {
  const programs = new Map([
    [stepId(build), Buffer.from('elf')],
    ['unused', Buffer.from('x')],
  ]);
  const job = runJob({ steps: [tests], trees, programs, seed: 'abc', limits });
  expect(job.map(({ path }) => path)).toEqual([
    'job.json',
    `programs/${stepId(build)}`,
    'trees/judged/a/testdata/in.csv',
    'trees/judged/a/testdata/src/x.go',
    'trees/judged/go.mod',
  ]);
  expect(text(job[0]?.content)).toMatchObject({
    mode: 'run',
    seed: 'abc',
    steps: [{ program: stepId(build), dir: 'a' }],
  });
});

it('gives a run the memory of the assignment on top of what is installed, and its steps’ time on top of slack', () => {
  const installed = [{ path: 'programs/x', content: new Uint8Array(5_000_000) }];
  const budget = runBudget([tests], limits, installed);
  expect(budget.memoryBytes).toBe(limits.memoryBytes + 5_000_000 + 64 * 1024 * 1024);
  expect(budget.wallMs).toBe(35_000);
});
