import { describe, expect, it } from 'vitest';
import { lockText, readLock } from '#services/classroom/assignment/lock.ts';
import { tree } from '#services/classroom/trees.ts';
import type { Command } from '#workers/sandbox/sandbox.ts';
import { grade } from './grade.ts';
import { sealedTrees, sealingOf, sealSteps } from './sealing.ts';
import { stepId } from './step-ids.ts';
import { teacherSide } from './teacher.ts';
import {
  assignmentOf,
  criterion,
  ended,
  fakeSandbox,
  jobOf,
  memoryStore,
  type Script,
  sealedArtifact,
} from './testing.ts';

const unlocked = assignmentOf(
  {
    'starter/go.mod': 'module example.com/a\n',
    'reference/go.mod': 'module example.com/a\n',
    'reference/a/a.go': 'package a',
    'reference/kit/kit.go': 'package kit',
    'tests/a/hidden_test.go': 'package a',
    'tests/a/testdata/golden.txt': 'secret',
  },
  { rubric: [criterion('unit', 'tests', { points: 60 })], protected: ['kit/**'] },
);
const side = teacherSide(unlocked);
const submitted = tree([
  ['a/a.go', Buffer.from('package a // mine')],
  ['a/zz_seal.go', Buffer.from('package a // forged')],
  ['zz_servant', Buffer.from('a file in the way')],
  ['go.mod', Buffer.from('module example.com/a\n')],
]);
const images = { compile: 'sha256:c', run: 'sha256:r' };

const script: Script = {
  artifact: (step) => (step.kind === 'seal' ? sealedArtifact('a', ['TestOne'], { TestTwo: 'a loop' }) : undefined),
  run: (step) => (step.tests ?? ['TestOne', 'TestTwo']).map((test) => ended(test, 'pass')),
};

function locked(sealed: readonly string[]) {
  const text = lockText(unlocked.judging, new Map([['a', new Map(sealed.map((test) => [test, undefined]))]]));
  const lock = readLock(tree([['sealed.lock.json', Buffer.from(text)]]), unlocked.judging, 'auto');
  return { ...unlocked, lock };
}

function textIn(command: Command, path: string): string {
  const entries = typeof command.input === 'function' ? command.input(1) : command.input;
  return Buffer.from([...entries].find((entry) => entry.path === path)!.content).toString();
}

describe('an assignment whose lock seals one of two tests', async () => {
  const sandbox = fakeSandbox(script);
  const store = memoryStore();
  const run = () => grade({ assignment: locked(['TestOne']), submitted, seed: 'abc', sandbox, store, images });
  const first = await run();
  const prepared = sandbox.commands.length;
  await run();
  const jobs = sandbox.commands.map(jobOf);

  it('judges it beside a servant, the other one linked, and says which was which', () => {
    expect(first.criteria[0]?.judgement?.cases.map(({ name, verdict, way }) => [name, verdict, way])).toEqual([
      ['a.TestOne', 'pass', 'sealed'],
      ['a.TestTwo', 'pass', 'shared'],
    ]);
    expect(first.integrity.mode).toBe('shared');
  });

  it('asks the generator and builds the sealed tests once, the servant for each submission', () => {
    const built = jobs.filter(({ mode }) => mode === 'compile').flatMap(({ steps }) => steps);
    const count = (treeName: string) => built.filter((step) => step.tree === treeName).length;
    expect(built.filter(({ kind }) => kind === 'seal')).toHaveLength(1);
    expect([count('sealed-0'), count('servant-0'), prepared]).toEqual([1, 2, 5]);
  });

  it('tells the generator which tests are sealed, and links nothing of theirs with a student’s code', () => {
    const seal = jobs.flatMap(({ steps }) => steps).find(({ kind }) => kind === 'seal');
    expect(seal).toMatchObject({ wanted: ['TestOne'] });
    const compile = sandbox.commands.filter((command) => jobOf(command).mode === 'compile').at(-1)!;
    expect(textIn(compile, 'trees/judged/a/hidden_test.go')).toBe('package a // without what is sealed');
  });

  it('sends hidden data to the tests alone, and lets no file of the student keep generated ones away', () => {
    const [, , , compile, execution] = sandbox.commands.map(({ input }) => [
      ...(typeof input === 'function' ? input(1) : input),
    ]);
    const data = execution!.map(({ path }) => path).filter((path) => path.endsWith('golden.txt'));
    expect(data).toEqual(['trees/sealed-0/a/testdata/golden.txt', 'trees/judged/a/testdata/golden.txt']);
    const glue = compile!.find(({ path }) => path === 'trees/servant-0/a/zz_seal.go');
    expect(Buffer.from(glue!.content).toString()).toBe('package a // glue');
    expect(compile!.map(({ path }) => path).filter((path) => path.startsWith('trees/servant-0/zz_servant'))).toEqual([
      'trees/servant-0/zz_servant/main.go',
    ]);
    expect(compile!.some(({ path }) => path.startsWith('trees/servant-0/') && path.includes('hidden'))).toBe(false);
  });
});

it('links whole test files where the stub does not compile, so that none can be sealed', async () => {
  const broken: Script = {
    ...script,
    compile: (step) => (step.tree === 'sealed-0' ? { exitCode: 1, stderr: 'no such type' } : {}),
  };
  const sandbox = fakeSandbox(broken);
  const assignment = locked(['TestOne']);
  const graded = await grade({ assignment, submitted, seed: 'a', sandbox, store: memoryStore(), images });
  expect(graded.criteria[0]?.judgement?.cases.map(({ way }) => way)).toEqual(['shared', 'shared']);
  const compile = sandbox.commands.filter((command) => jobOf(command).mode === 'compile').at(-1)!;
  expect(textIn(compile, 'trees/judged/a/hidden_test.go')).toBe('package a');
});

it('is judged sealed as a whole when every test is', async () => {
  const both: Script = {
    ...script,
    artifact: (step) => (step.kind === 'seal' ? sealedArtifact('a', ['TestOne', 'TestTwo']) : undefined),
  };
  const assignment = locked(['TestOne', 'TestTwo']);
  const graded = await grade({
    assignment,
    submitted,
    seed: 'a',
    sandbox: fakeSandbox(both),
    store: memoryStore(),
    images,
  });
  expect(graded.integrity.mode).toBe('sealed');
});

it('links a test that the generator refuses, whatever the lock says', async () => {
  const assignment = locked(['TestOne', 'TestTwo']);
  const graded = await grade({
    assignment,
    submitted,
    seed: 'a',
    sandbox: fakeSandbox(script),
    store: memoryStore(),
    images,
  });
  expect(graded.criteria[0]?.judgement?.cases.map(({ way }) => way)).toEqual(['sealed', 'shared']);
});

it('asks nothing of the generator without a lock', async () => {
  const sandbox = fakeSandbox(script);
  const graded = await grade({ assignment: unlocked, submitted, seed: 'a', sandbox, store: memoryStore(), images });
  expect(sandbox.commands.flatMap((command) => jobOf(command).steps).filter(({ kind }) => kind === 'seal')).toEqual([]);
  expect(graded.criteria[0]?.judgement?.cases.map(({ way }) => way)).toEqual(['shared', 'shared']);
});

it('names to the generator the packages to which a student can add nothing', () => {
  expect(sealSteps(side, 'all', 1000)).toMatchObject([{ dir: 'a', given: ['kit'] }]);
  const single = teacherSide({ ...unlocked, document: { ...unlocked.document, protected: ['kit/kit.go'] } });
  expect(sealSteps(single, 'all', 1000)).toMatchObject([{ given: [] }]);
});

it('seals nothing of a package of which the generator can make nothing, and says why', () => {
  const [step] = sealSteps(side, 'all', 1000);
  const outcome = {
    id: stepId(step!),
    ending: 'exited',
    exitCode: 70,
    stdout: '',
    stderr: 'judge: no tests\n',
  } as const;
  const figures = { truncated: false, wallMs: 1, cpuMs: 1, peakBytes: 1 };
  const outcomes = new Map([[outcome.id, { ...outcome, ...figures }]]);
  const sealing = sealingOf(side, step!, 'all', { outcomes, artifacts: new Map(), ending: 'exited' });
  expect([sealing.tests, sealing.refused]).toEqual([[], { '': 'judge: no tests' }]);
});

it('takes nothing from the generator of another version', () => {
  const [step] = sealSteps(side, 'all', 1000);
  const old = JSON.parse(sealedArtifact('a', ['TestOne']).toString());
  const text = JSON.stringify({ ...old, decisions: { ...old.decisions, version: 1 } });
  const artifacts = new Map([[stepId(step!), Buffer.from(text)]]);
  const take = () => sealingOf(side, step!, 'all', { outcomes: new Map(), artifacts, ending: 'exited' });
  expect(take).toThrow('the compile image has version 1 of the generator');
});

it('makes the tests’ tree of the teacher’s files alone', () => {
  const [step] = sealSteps(side, 'all', 1000);
  const artifacts = new Map([[stepId(step!), sealedArtifact('a', ['TestOne'])]]);
  const sealing = sealingOf(side, step!, 'all', { outcomes: new Map(), artifacts, ending: 'exited' });
  const trees = sealedTrees([sealing], side.reference, submitted);
  expect([...trees['sealed-0']!.keys()]).toEqual(['a/zz_stub.go', 'go.mod', 'kit/kit.go']);
});
