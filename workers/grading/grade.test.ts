import { describe, expect, it } from 'vitest';
import type { Check } from '#graders/check.ts';
import { POLICY_VERSION } from '#graders/policy.ts';
import { tree } from '#services/classroom/trees.ts';
import { InfrastructureError, InvalidInput } from '#services/platform/errors.ts';
import type { Command, Profile } from '#workers/sandbox/sandbox.ts';
import { grade } from './grade.ts';
import type { GradeRequest } from './graded-run.ts';
import type { Progress } from './progress.ts';
import { seedOf } from './seed.ts';
import { assignmentOf, criterion, ended, fakeSandbox, jobOf, memoryStore, type Script } from './testing.ts';

const rubric = [
  criterion('build', 'build', { gate: true }),
  criterion('unit', 'tests', { points: 60 }),
  criterion('later', 'mutation', { points: 40, state: 'pending' }),
];
const assignment = assignmentOf(
  {
    'starter/go.mod': 'module example.com/a\n',
    'reference/go.mod': 'module example.com/a\n',
    'reference/a/a.go': 'package a',
    'tests/a/hidden_test.go': 'package a',
  },
  { rubric },
);
const submitted = tree([
  ['a/a.go', Buffer.from('package a // mine')],
  ['go.mod', Buffer.from('module example.com/a\n')],
]);
const images = { compile: 'sha256:c', run: 'sha256:r' };

/** The reference passes both tests, the submission TestOne only. */
const honest: Script = {
  run: (step) =>
    step.tree === 'reference'
      ? [ended('TestOne', 'pass'), ended('TestTwo', 'pass'), ended('TestThree', 'skip')]
      : [ended('TestOne', 'pass'), ended('TestTwo', 'fail', 'a_test.go:7: got 1, want 2')],
};

function request(script: Script, rest: Partial<GradeRequest> = {}) {
  const sandbox = fakeSandbox(script);
  return {
    sandbox,
    run: grade({ assignment, submitted, seed: 'abc', sandbox, store: memoryStore(), images, again: false, ...rest }),
  };
}

describe('a submission that passes one of two tests', async () => {
  const events: Progress[] = [];
  const { sandbox, run } = request(honest, { onProgress: (event) => events.push(event) });
  const graded = await run;

  it('has earned half of that criterion', () => {
    expect(graded.criteria.map(({ name, state, judgement }) => [name, state, judgement?.credit])).toEqual([
      ['build', 'judged', 1],
      ['unit', 'judged', 0.5],
      ['later', 'pending', undefined],
    ]);
  });

  it('was asked for what the reference passes, not for what it skips', () => {
    const steps = jobOf(sandbox.commands[3]!).steps;
    expect(steps.map(({ tree, tests }) => [tree, tests])).toEqual([['judged', ['TestOne', 'TestTwo']]]);
  });

  it('took one container to build and one to run, after two for the reference', () => {
    expect(sandbox.commands.map(({ profile, image }) => `${profile} ${image}`)).toEqual([
      'compile sha256:c',
      'run sha256:r',
      'compile sha256:c',
      'run sha256:r',
    ]);
    expect(jobOf(sandbox.commands[3]!).seed).toBe('abc');
  });

  it('says with what it was judged', () => {
    expect(graded.versions).toEqual({
      ...{
        go: 'go1.26.11',
        image: 'sha256:c sha256:r',
        assignment: assignment.judging,
        seed: 'abc',
        policy: `full ${POLICY_VERSION}`,
      },
    });
    expect(Object.keys(graded.timings)).toEqual(['prepare', 'workspace', 'compile', 'run', 'judge']);
    expect(graded.cpuMs).toBe(3 * 7 + 2 * 2);
  });

  it('was told of as it went on', () => {
    expect(events).toContainEqual({ kind: 'ended', phase: 'compile', count: 3, of: 3 });
    expect(events.filter(({ kind }) => kind === 'step')).toEqual([{ kind: 'step', criteria: ['unit'] }]);
    expect(events.slice(-2)).toEqual([
      { kind: 'criterion', name: 'build', credit: 1 },
      { kind: 'criterion', name: 'unit', credit: 0.5 },
    ]);
  });
});

describe('preparation', () => {
  it('happens once per assignment and images, whatever is submitted', async () => {
    const store = memoryStore();
    await request(honest, { store }).run;
    const again = request(honest, { store });
    await again.run;
    expect(again.sandbox.commands).toHaveLength(2);
    const newImage = request(honest, { store, images: { ...images, compile: 'sha256:c2' } });
    await newImage.run;
    expect(newImage.sandbox.commands).toHaveLength(4);
  });

  it('is shared by runs that need it at the same time', async () => {
    const preparations = new Map();
    const store = memoryStore();
    const first = request(honest, { store, preparations });
    const second = request(honest, { store, preparations });
    await Promise.all([first.run, second.run]);
    expect(first.sandbox.commands.length + second.sandbox.commands.length).toBe(6);
    expect(preparations.size).toBe(0);
  });

  it('happens again when the store has lost a program', async () => {
    const store = memoryStore();
    await request(honest, { store }).run;
    store.content.clear();
    const again = request(honest, { store });
    await again.run;
    expect(again.sandbox.commands).toHaveLength(4);
  });

  it('names the hidden test that the reference fails', async () => {
    const script: Script = { run: () => [ended('TestOne', 'pass'), ended('TestTwo', 'fail', 'a_test.go:7: boom')] };
    await expect(request(script).run).rejects.toThrow(InvalidInput);
    await expect(request(script).run).rejects.toThrow('sample/tests/a: the reference fails TestTwo: a_test.go:7: boom');
  });

  it('says when the reference does not come to the end of a test', async () => {
    const crash = { test: 'TestTwo', exitCode: 2, stderr: 'panic: boom', completed: false };
    const script: Script = { run: () => [ended('TestOne', 'pass'), crash] };
    await expect(request(script).run).rejects.toThrow(/the reference fails TestTwo: exited, exit code 2\npanic: boom/);
  });

  it('says when the reference does not build with the hidden tests', async () => {
    const script: Script = {
      compile: (step) => (step.artifact ? { exitCode: 1, stderr: 'a_test.go:3: undefined: F' } : {}),
    };
    await expect(request(script).run).rejects.toThrow(
      /does not build with the hidden tests: a_test.go:3: undefined: F/,
    );
  });

  it('refuses hidden tests of which the reference passes none', async () => {
    await expect(request({ run: () => [ended('TestOne', 'skip')] }).run).rejects.toThrow('passes no hidden test');
  });
});

describe('a submission that does not build', async () => {
  const broken: Script = {
    ...honest,
    compile: (step) => {
      if (step.tree === 'own') return { exitCode: 1, stderr: 'a/a.go:1:11: syntax error' };
      return step.tree === 'judged' ? { ending: 'skipped', exitCode: -1 } : {};
    },
  };

  it('reaches nothing behind the gate, and no container runs it', async () => {
    const { sandbox, run } = request(broken);
    expect((await run).criteria.map(({ state, judgement }) => [state, judgement?.credit])).toEqual([
      ['judged', 0],
      ['unreached', undefined],
      ['pending', undefined],
    ]);
    expect(sandbox.commands).toHaveLength(3);
  });

  it('is judged criterion by criterion where building is no gate', async () => {
    const open = {
      ...assignment,
      document: { ...assignment.document, rubric: [criterion('unit', 'tests', { points: 1 })] },
    };
    const { sandbox, run } = request(broken, { assignment: open });
    expect((await run).criteria[0]).toMatchObject({ state: 'judged', judgement: { credit: 0 } });
    expect(sandbox.commands).toHaveLength(3);
  });
});

it('does not run what was built when a check of the build has closed a gate', async () => {
  const gate: Check = {
    ...{ name: 'never', options: {} as never },
    plan: () => ({ compile: [], run: [] }),
    judge: () => ({ credit: 0, summary: 'no', cases: [], findings: [], tampering: [], evidence: {} }),
  };
  const { checks } = await import('#graders/registry.ts');
  const closed = [criterion('never', 'never', { gate: true }), criterion('unit', 'tests', { points: 1 })];
  const { sandbox, run } = request(honest, {
    assignment: { ...assignment, document: { ...assignment.document, rubric: closed } },
    checks: new Map([...checks, ['never', gate]]),
  });
  expect((await run).criteria.map(({ state }) => state)).toEqual(['judged', 'unreached']);
  expect(sandbox.commands.at(-1)?.profile).toBe('compile');
});

it('gives nothing for contradictory evidence and marks the run', async () => {
  const forged = { ...ended('TestOne', 'pass'), tampering: ['a record without its nonce'] };
  const script: Script = {
    run: (step) => (step.tree === 'reference' ? honest.run!(step) : [forged, ended('TestTwo', 'pass')]),
  };
  const graded = await request(script).run;
  expect(graded.criteria[1]?.judgement?.credit).toBe(0);
  expect(graded.integrity).toEqual({ mode: 'shared', tampering: ['a record without its nonce'] });
});

describe('a container that dies', () => {
  const submission = (profile: Profile) => (command: Command) =>
    command.profile === profile && jobOf(command).steps.some((step) => step.tree === 'judged');

  it('keeps what had ended, and says why the rest was not run', async () => {
    const isRun = submission('run');
    const { run } = request({
      ...honest,
      end: (command) =>
        isRun(command) ? { ending: 'out-of-memory', exitCode: 137, dropped: /1\.json|steps|end/ } : {},
    });
    const unit = (await run).criteria[1]?.judgement;
    expect(unit?.credit).toBe(0.5);
    expect(unit?.cases.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'a.TestOne pass',
      'a.TestTwo missing',
    ]);
    expect(unit?.cases[1]?.cause).toContain('memory');
    expect(unit?.ending).toBe('out-of-memory');
  });

  it('while it compiles is the fault of the code', async () => {
    const isCompile = submission('compile');
    const end: Script['end'] = (command) =>
      isCompile(command) ? { ending: 'out-of-memory', exitCode: 137, dropped: /./ } : {};
    const graded = await request({ ...honest, end }).run;
    expect(graded.criteria[0]?.judgement).toMatchObject({ credit: 0, ending: 'out-of-memory' });
  });

  it.each([
    ['was killed from outside', { ending: 'signalled', exitCode: 137 } as const],
    ['ended without its last word', { dropped: /end\.json/ }],
    ['ended in order but kept a step to itself', { dropped: /steps/ }],
  ])('and %s costs the student nothing', async (_, end) => {
    await expect(request({ ...honest, end: () => end }).run).rejects.toThrow(InfrastructureError);
  });
});

it('draws the same seed for the same code of the same version, and nobody can without the secret', () => {
  const [a, b] = ['sha256:aa', 'sha256:bb'] as const;
  expect(seedOf('secret', a, b)).toMatch(/^[0-9a-f]{16}$/);
  expect(seedOf('secret', a, b)).toBe(seedOf('secret', a, b));
  expect(new Set([seedOf('secret', a, b), seedOf('other', a, b), seedOf('secret', b, a)]).size).toBe(3);
});

describe('a stage', () => {
  const staged = assignmentOf(
    {
      'starter/go.mod': 'module example.com/a\n',
      'reference/go.mod': 'module example.com/a\n',
      'reference/a/a.go': 'package a',
      'tests/a/hidden_test.go': 'package a',
    },
    { rubric: [...rubric, criterion('race', 'race', { points: 40 })] },
  );
  const racy = (command: Command) =>
    jobOf(command).steps.filter(({ tree, args }) => tree === 'judged' && args?.includes('-race'));

  it('judges its own criteria, and builds nothing for the others', async () => {
    const { run, sandbox } = request(honest, { assignment: staged, stage: 'first' });
    expect((await run).criteria.map(({ name }) => name)).toEqual(['build', 'unit', 'later']);
    expect(sandbox.commands.flatMap(racy)).toEqual([]);
  });

  it('leaves out what the one before it has judged', async () => {
    const { run, sandbox } = request(honest, { assignment: staged, stage: 'second' });
    expect((await run).criteria.map(({ name, state }) => [name, state])).toEqual([['race', 'judged']]);
    expect(sandbox.commands.flatMap(racy).length).toBeGreaterThan(0);
  });

  it('is none where one criterion is asked for: that alone is judged', async () => {
    const { run, sandbox } = request(honest, { assignment: staged, only: 'unit' });
    expect((await run).criteria.map(({ name, state }) => [name, state])).toEqual([['unit', 'judged']]);
    expect(sandbox.commands.flatMap(racy)).toEqual([]);
  });
});
