import { expect, it } from 'vitest';
import type { ProcessOutcome } from '#graders/steps/process.ts';
import { tree } from '#services/classroom/trees.ts';
import { grade } from './grade.ts';
import { assignmentOf, criterion, ended, fakeSandbox, jobOf, memoryStore } from './testing.ts';

const submitted = tree([['a/a.go', Buffer.from('package a // mine')]]);

/** Grades with tests that go as `runs` says, one entry per container that runs the student's code. */
async function graded(runs: readonly (readonly Partial<ProcessOutcome>[])[], options = {}, again?: false) {
  const assignment = assignmentOf(
    {
      'starter/go.mod': 'module example.com/a\n',
      'reference/go.mod': 'module example.com/a\n',
      'reference/a/a.go': 'package a',
      'tests/a/hidden_test.go': 'package a',
    },
    { rubric: [criterion('unit', 'tests', { points: 50, options })] },
  );
  const left = [...runs];
  const sandbox = fakeSandbox({
    run: (step) =>
      step.tree === 'reference' ? [ended('TestOne', 'pass'), ended('TestTwo', 'pass')] : (left.shift() ?? []),
  });
  const images = { compile: 'sha256:c', run: 'sha256:r' };
  const request = { assignment, submitted, seed: 'abc', sandbox, store: memoryStore(), images };
  const { criteria, cpuMs } = await grade({ ...request, ...(again === false ? { again } : {}) });
  const asked = sandbox.commands
    .filter(({ profile }) => profile === 'run')
    .flatMap((command) => jobOf(command).steps)
    .filter((step) => step.tree !== 'reference')
    .map((step) => step.tests);
  return { judgement: criteria[0]?.judgement, asked, cpuMs };
}

const first = [ended('TestOne', 'pass'), ended('TestTwo', 'fail')];

it('only tests that failed are run again, in another container, and nothing when all passed', async () => {
  const { asked } = await graded([first, [ended('TestTwo', 'fail')]]);
  expect(asked).toEqual([['TestOne', 'TestTwo'], ['TestTwo']]);
  expect((await graded([[ended('TestOne', 'pass'), ended('TestTwo', 'pass')]])).asked).toHaveLength(1);
});

it('a test that passes the second time is flaky, and counts as failed', async () => {
  const { judgement } = await graded([first, [ended('TestTwo', 'pass')]]);
  expect(judgement).toMatchObject({ credit: 0.5, summary: '1 of 2 tests passed, 1 of the others only when run again' });
  expect(judgement?.cases[1]).toMatchObject({ verdict: 'fail', flaky: true, cause: expect.stringMatching(/^flaky/) });
});

it('counts as passed where the teacher says so, and stays flaky', async () => {
  const { judgement } = await graded([first, [ended('TestTwo', 'pass')]], { flaky: 'passes' });
  expect(judgement).toMatchObject({ credit: 1 });
  expect(judgement?.cases[1]).toMatchObject({ verdict: 'pass', flaky: true });
});

it('a test that always fails is not flaky, however often it is run', async () => {
  const failed = [ended('TestTwo', 'fail')];
  const { judgement, asked } = await graded([first, failed, failed, failed], { again: 3, flaky: 'passes' });
  expect(asked).toHaveLength(4);
  expect(judgement?.cases[1]).not.toHaveProperty('flaky');
  expect(judgement?.credit).toBe(0.5);
});

it('nothing is run again when the teacher or whoever asks does not want it', async () => {
  expect((await graded([first], { again: 0 })).asked).toHaveLength(1);
  expect((await graded([first], {}, false)).asked).toHaveLength(1);
});

it('neither a contradiction nor a time-out gets another try', async () => {
  const tampered = { ...ended('TestTwo', 'fail'), tampering: ['it wrote a record of its own'] };
  const late = { ...ended('TestTwo', 'fail'), ending: 'timed-out' as const };
  expect((await graded([[ended('TestOne', 'pass'), tampered]])).asked).toHaveLength(1);
  expect((await graded([[ended('TestOne', 'pass'), late]])).asked).toHaveLength(1);
});

it('a second run that contradicts itself proves nothing', async () => {
  const tampered = { ...ended('TestTwo', 'pass'), tampering: ['it wrote a record of its own'] };
  const { judgement } = await graded([first, [tampered]], { flaky: 'passes' });
  expect(judgement?.cases[1]).not.toHaveProperty('flaky');
});
