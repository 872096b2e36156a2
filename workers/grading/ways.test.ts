import { expect, it } from 'vitest';
import type { Criterion } from '#services/classroom/assignment/document.ts';
import { teacherSide } from './teacher.ts';
import { assignmentOf, criterion } from './testing.ts';
import { isRaced } from './ways.ts';

const expected = [{ dir: 'a', test: 'TestA' }];
const prepared = { expected, compiled: { outcomes: new Map(), artifacts: new Map(), ending: 'exited' } } as const;
const waits = 'package a\n\nfunc TestA(t *testing.T) {\n\tall.Go(work)\n}\n';

function raced(check: string, options: object = {}, allow: readonly string[] = [], test = 'package a\n'): boolean {
  const rubric: Criterion[] = [criterion('one', check, { options })];
  const files = { 'reference/go.mod': 'module a\n', 'tests/a/a_test.go': test };
  const assignment = assignmentOf(files, { rubric, allow });
  return isRaced({ assignment, side: teacherSide(assignment), prepared: { ...prepared, sealings: [], go: 'go1.26' } });
}

it('both ways are compared under the race detector wherever linked tests meet it', () => {
  expect(raced('tests')).toBe(false);
  expect(raced('race')).toBe(true);
  expect(raced('tests', {}, ['concurrency'])).toBe(true);
  expect(raced('tests', {}, ['anything'])).toBe(true);
});

it('so they are where goroutines of the tests themselves make races possible', () => {
  expect(raced('tests', {}, [], waits)).toBe(true);
});

it('so they are where a race voids counts of allocations, and not where speed alone is measured', () => {
  expect(raced('benchmarks', { limits: [{ benchmark: 'BenchmarkA', allocs: 1 }] })).toBe(true);
  expect(raced('benchmarks', { speed: [{ benchmark: 'BenchmarkA' }] })).toBe(false);
});

it('a criterion without tests asks for no comparison under it', () => {
  expect(raced('vet', {}, ['concurrency'])).toBe(false);
});
