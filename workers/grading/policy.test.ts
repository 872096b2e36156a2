import { describe, expect, it } from 'vitest';
import { POLICY_VERSION } from '#graders/policy.ts';
import type { PolicyReport } from '#graders/steps/policy.ts';
import { tree } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { grade } from './grade.ts';
import { policyStep } from './policy.ts';
import { teacherSide } from './teacher.ts';
import { assignmentOf, criterion, ended, fakeSandbox, jobOf, memoryStore, type Script } from './testing.ts';
import { workspaceOf } from './workspace.ts';

const rubric = [
  criterion('build', 'build', { gate: true }),
  criterion('unit', 'tests', { points: 60 }),
  criterion('later', 'mutation', { points: 40, state: 'pending' }),
];
const texts = {
  'starter/go.mod': 'module example.com/a\n',
  'reference/go.mod': 'module example.com/a\n',
  'reference/a/a.go': 'package a',
  'tests/a/hidden_test.go': 'package a',
};
const submitted = tree([
  ['a/a.go', Buffer.from('package a // mine')],
  ['go.mod', Buffer.from('module example.com/a\n')],
]);

function run(
  policy: Partial<PolicyReport>,
  changes: Parameters<typeof assignmentOf>[1] = { rubric },
  end: Script = {},
) {
  const report: PolicyReport = { version: POLICY_VERSION, refusals: [], more: 0, unread: [], ...policy };
  const sandbox = fakeSandbox({
    run: () => [ended('TestOne', 'pass')],
    compile: (step) => (step.kind === 'policy' ? { policy: report } : {}),
    ...end,
  });
  const assignment = assignmentOf(texts, changes);
  const images = { compile: 'sha256:c', run: 'sha256:r' };
  return { sandbox, graded: grade({ assignment, submitted, seed: 'abc', sandbox, store: memoryStore(), images }) };
}

const refusal: PolicyReport['refusals'][number] = {
  rule: 'import',
  level: 'error',
  file: 'a/a.go',
  line: 3,
  message: '"os" is not allowed in this assignment: it reads files. Allowed are others.',
};

describe('a submission that the source policy refuses', async () => {
  const { sandbox, graded: promise } = run({ refusals: [refusal], more: 2 });
  const graded = await promise;

  it('earns nothing, and says why at the first criterion', () => {
    expect(graded.refused).toBe(true);
    expect(graded.criteria.map(({ state, judgement }) => [state, judgement?.credit, judgement?.summary])).toEqual([
      ['judged', 0, 'refused by the source policy: a/a.go:3: "os" is not allowed in this assignment, and 2 more'],
      ['unreached', undefined, undefined],
      ['pending', undefined, undefined],
    ]);
  });

  it('has a finding on each line, an error', () => {
    expect(graded.workspaceFindings).toMatchObject([
      { rule: 'policy-import', level: 'error', file: 'a/a.go', line: 3, message: refusal.message },
      { rule: 'policy-more', level: 'error', message: 'The source policy has 2 more findings.' },
    ]);
  });

  it('is not run, and is no contradiction in the evidence', () => {
    expect(sandbox.commands.map(({ profile }) => profile)).toEqual(['compile', 'run', 'compile']);
    expect(graded.integrity.tampering).toEqual([]);
  });
});

it('judges every criterion as refused where nothing is a gate', async () => {
  const open = [criterion('unit', 'tests', { points: 1 }), criterion('vet', 'vet', { penalty: 1 })];
  const graded = await run({ refusals: [refusal] }, { rubric: open }).graded;
  expect(graded.criteria.map(({ state, judgement }) => [state, judgement?.credit])).toEqual([
    ['judged', 0],
    ['judged', 0],
  ]);
});

it('lets a submission with warnings only pass, and shows them', async () => {
  const graded = await run({ refusals: [{ ...refusal, level: 'warning', rule: 'left-out', line: 0 }] }).graded;
  expect(graded.refused).toBeUndefined();
  expect(graded.criteria[1]?.judgement?.credit).toBe(1);
  expect(graded.workspaceFindings).toMatchObject([{ rule: 'policy-left-out', level: 'warning' }]);
});

it('refuses source that cannot be read within the limits', async () => {
  const compile: Script['compile'] = (step) =>
    step.kind === 'policy' ? { ending: 'timed-out', exitCode: -1, policy: undefined as never } : {};
  const graded = await run({}, { rubric }, { compile }).graded;
  expect(graded.refused).toBe(true);
  expect(graded.workspaceFindings[0]?.message).toContain('cannot be read within the limits');
});

it('counts an image with other rules as our fault', async () => {
  await expect(run({ version: 'older' }).graded).rejects.toThrow(InfrastructureError);
});

it('sends the policy first, with the student’s files, the folders with hidden tests and what is allowed', async () => {
  const { sandbox, graded } = run({}, { rubric, allow: ['os'] });
  expect((await graded).versions.policy).toBe(`full ${POLICY_VERSION}`);
  expect(jobOf(sandbox.commands[2]!).steps[0]).toMatchObject({
    ...{ kind: 'policy', tree: 'own', level: 'full', module: 'example.com/a' },
    ...{ files: ['a/a.go'], tested: ['a'], allow: ['os'] },
  });
});

it('asks only for what would blind the race detector where the assignment allows anything', async () => {
  const graded = await run({}, { rubric, allow: ['anything'] }).graded;
  expect(graded.versions.policy).toBe(`race-evasion ${POLICY_VERSION}`);
});

describe('a program whose tests start it', () => {
  const outside = {
    'starter/go.mod': 'module example.com/a\n',
    'reference/go.mod': 'module example.com/a\n',
    'reference/main.go': 'package main\n',
    'tests/hidden_test.go': 'package main_test\n\nimport "pushmark/kit/programs"\n',
  };
  const asked = (texts: Record<string, string>, checks: readonly string[]) => {
    const assignment = assignmentOf(texts, { rubric: checks.map((check) => criterion(check, check)), allow: ['time'] });
    const side = teacherSide(assignment);
    const { level, tested, tests, allow } = policyStep(assignment, side, workspaceOf(side, submitted));
    return { level, tested, ...(tests ? { tests } : {}), allow };
  };

  it('may use all that a process of its own makes harmless', () => {
    const allow = ['time', 'os', 'os/exec', 'runtime/debug', 'syscall'];
    expect(asked(outside, ['tests'])).toEqual({ level: 'race-evasion', tested: [], allow });
  });

  it('may not lead around the race detector where a race is looked for', () => {
    expect(asked(outside, ['tests', 'race'])).toEqual({ level: 'race-evasion', tested: [], allow: ['time'] });
  });

  it('is read like code that is linked where other tests are', () => {
    const mixed = { ...outside, 'reference/a/a.go': 'package a', 'tests/a/hidden_test.go': 'package a' };
    expect(asked(mixed, ['tests'])).toEqual({ level: 'full', tested: ['a'], tests: 'judged', allow: ['time'] });
  });
});
