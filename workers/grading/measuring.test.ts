import { describe, expect, it } from 'vitest';
import { tree } from '#services/classroom/trees.ts';
import type { Command } from '#workers/sandbox/sandbox.ts';
import { grade } from './grade.ts';
import { assignmentOf, criterion, ended, fakeSandbox, jobOf, memoryStore, type SentStep } from './testing.ts';

const assignment = assignmentOf(
  {
    'starter/go.mod': 'module example.com/a\n',
    'reference/go.mod': 'module example.com/a\n',
    'reference/a/a.go': 'package a',
    'tests/a/hidden_test.go': 'package a',
  },
  {
    rubric: [
      criterion('unit', 'tests', { points: 50 }),
      criterion('speed', 'benchmarks', { points: 50, options: { speed: [{ benchmark: 'BenchmarkSum' }] } }),
    ],
  },
);
const submitted = tree([['a/a.go', Buffer.from('package a // mine')]]);

/** Grades twice with one store, so that the second run finds everything prepared; answers the second run's jobs. */
async function gradeTwice(verdict: 'pass' | 'fail') {
  const store = memoryStore();
  const once = async () => {
    const sandbox = fakeSandbox({
      run: (step) => {
        if (step.kind === 'benchmarks') return [];
        return [ended('TestOne', 'pass'), ended('TestTwo', step.tree === 'reference' ? 'pass' : verdict)];
      },
    });
    const images = { compile: 'sha256:c', run: 'sha256:r' };
    const graded = await grade({ assignment, submitted, seed: 'abc', sandbox, store, images, again: false });
    return { graded, commands: sandbox.commands };
  };
  await once();
  return once();
}

const stepsOf = (command: Command): readonly SentStep[] => jobOf(command).steps;

describe('a benchmark', async () => {
  const { commands } = await gradeTwice('pass');

  it('is measured in a container of its own, alone, once the tests are over', () => {
    expect(commands.map(({ profile, alone }) => [profile, alone ?? false])).toEqual([
      ['compile', false],
      ['run', false],
      ['run', true],
    ]);
    expect(commands.slice(1).map((command) => stepsOf(command).map(({ kind }) => kind))).toEqual([
      ['tests'],
      ['benchmarks'],
    ]);
  });

  it('has the reference’s program at hand, which no submission builds again', () => {
    expect(stepsOf(commands[0]!).filter(({ tree }) => tree === 'reference')).toEqual([]);
    const input = commands[2]?.input as Iterable<{ readonly path: string; readonly content: Uint8Array }>;
    const programs = [...input].filter(({ path }) => path.startsWith('programs/'));
    expect(programs.map(({ content }) => content.length > 0)).toEqual([true, true]);
  });
});

it('is not measured for code that fails what it requires, and earns nothing', async () => {
  const { graded, commands } = await gradeTwice('fail');
  expect(commands.map(({ profile }) => profile)).toEqual(['compile', 'run']);
  expect(graded.criteria[1]?.judgement).toMatchObject({
    credit: 0,
    summary: 'not counted: only right code can be fast, and 1 of 2 required tests did not pass',
  });
});
