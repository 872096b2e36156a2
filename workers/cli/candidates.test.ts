import { expect, it } from 'vitest';
import { assignmentOf, criterion } from '#workers/grading/testing.ts';
import { boundOf, candidatesOf, hidesItsMistake, holds } from './candidates.ts';

const rubric = [
  criterion('build', 'build', { gate: true }),
  criterion('vet', 'vet', { penalty: 5 }),
  criterion('unit', 'tests', { points: 60 }),
  criterion('speed', 'benchmarks', { points: 20 }),
  criterion('docs', 'godoc', { points: 20, state: 'pending' }),
];
const wrong = (loses: Record<string, number>, remove: string[] = []) => ({ name: 'w', mistake: '', loses, remove });
const candidate = (expected: 'full' | { atMost: number }) => ({ name: 'x', files: new Map(), expected });

it.each([
  ['half of a criterion', { unit: 0.5 }, 80 - 30 + 2],
  ['several criteria, one of them pending', { unit: 1, docs: 1 }, 80 - 60 + 2],
  ['a penalty', { vet: 1, speed: 0.5 }, 80 - 5 - 10 + 2],
  ['less than the tolerance', { unit: 0.01 }, 80],
  ['a gate', { build: 1 }, 0],
])('bounds the score of a solution that loses %s', (_, loses, bound) => {
  expect(boundOf(rubric, wrong(loses))).toBeCloseTo(bound);
});

it('asks full marks of right solutions, and less of wrong ones however small their mistake', () => {
  expect(holds(candidate('full'), 80, 80)).toBe(true);
  expect(holds(candidate('full'), 79.99, 80)).toBe(false);
  expect(holds(candidate({ atMost: 52 }), 52, 80)).toBe(true);
  expect(holds(candidate({ atMost: 52 }), 52.01, 80)).toBe(false);
  expect(holds(candidate({ atMost: 80 }), 80, 80)).toBe(false);
});

it('lets the source policy refuse only what must earn nothing', () => {
  expect(hidesItsMistake(candidate({ atMost: 0 }))).toBe(false);
  expect(hidesItsMistake(candidate({ atMost: 10 }))).toBe(true);
  expect(hidesItsMistake(candidate('full'))).toBe(true);
});

it('lays variants over the reference and lists what cannot be noticed yet', () => {
  const assignment = assignmentOf(
    {
      'reference/a.go': 'right',
      'reference/a_test.go': 'test',
      'starter/a.go': 'start',
      'wrong/bad/a.go': 'bad',
      'right/other/b.go': 'more',
    },
    {
      rubric,
      wrong: [
        { ...wrong({ unit: 1 }, ['a_test.go']), name: 'bad' },
        { ...wrong({ docs: 1 }), name: 'silent' },
      ],
      right: [{ name: 'other', what: '', remove: [] }],
    },
  );
  const { graded, undetectable } = candidatesOf(assignment);
  const listed = graded.map(({ name, files, expected }) => [
    name,
    [...files].map(([path, content]) => `${path}=${Buffer.from(content)}`).join(' '),
    expected,
  ]);
  expect(listed).toEqual([
    ['reference', 'a.go=right a_test.go=test', 'full'],
    ['starter', 'a.go=start', { atMost: 80 }],
    ['right/other', 'a.go=right a_test.go=test b.go=more', 'full'],
    ['wrong/bad', 'a.go=bad', { atMost: 22 }],
  ]);
  expect(undetectable).toEqual([{ name: 'wrong/silent', pending: ['docs'] }]);
});
