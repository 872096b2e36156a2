import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { assignmentOf, criterion } from '#workers/grading/testing.ts';
import { benchmarkHints } from './benchmark-hints.ts';

const speed = criterion('speed', 'benchmarks', { options: { speed: [{ benchmark: 'BenchmarkSum/large' }] } });

function hints(body: string, more = ''): readonly string[] {
  const source = `package sums\n\n// A benchmark.\nfunc BenchmarkSum(b *testing.B) {\n${body}\n}\n${more}`;
  return benchmarkHints(
    assignmentOf({ 'reference/go.mod': 'module a\n', 'tests/sums/sum_test.go': source }, { rubric: [speed] }),
  );
}

it('a benchmark that never fails is named with its place, its criterion, and what would be right', () => {
  expect(hints('\tfor b.Loop() {\n\t\tSum(numbers) // b.Fatal("}")\n\t}')).toEqual([
    'tests/sums/sum_test.go:4: BenchmarkSum never fails, so speed pays for wrong results that the tests do not meet; compare each result with what it must be, and call b.Fatal where it is not',
  ]);
});

it.each([
  ['never fails', '\tb.Run("large", func(c *testing.B) {\n\t\tfor c.Loop() {\n\t\t\tsink = Sum(x)\n\t\t}\n\t})'],
  ['fails for errors alone', '\tfor b.Loop() {\n\t\tif _, err := Sum(x); err != nil {\n\t\t\tb.Fatal(err)\n\t\t}\n\t}'],
])('one that %s is, too', (lack, body) => {
  expect(hints(body)).toEqual([expect.stringContaining(`BenchmarkSum ${lack}, so`)]);
});

it.each([
  ['compares', '\tif got := Sum(x); got != 3 {\n\t\tb.Fatalf("%d", got)\n\t}'],
  ['compares beside errors', '\tif got, err := Sum(x); err != nil || got != 3 {\n\t\tb.Fatal(got, err)\n\t}'],
  ['hands itself on', '\tfor b.Loop() {\n\t\tcheck(b, Sum(x))\n\t}'],
  ['hands on a part', '\tb.Run("large", large)'],
  ['panics', '\tif Sum(x) != 3 {\n\t\tpanic("wrong")\n\t}'],
])('nothing is said of one that %s', (_, body) => expect(hints(body)).toEqual([]));

it('nothing is said of benchmarks that earn nothing', () => {
  expect(hints('\tcheck(b)', 'func BenchmarkOther(b *testing.B) {\n\tSum(x)\n}\n')).toEqual([]);
});

it('the benchmarks of the course compare what they measure, and this is seen', async () => {
  const dir = join(import.meta.dirname, '../../course/m14-fastlog');
  expect(benchmarkHints(await readAssignmentDir(dir))).toEqual([]);
  expect(await readFile(join(dir, 'tests/fastlog/hidden_bench_test.go'), 'utf8')).toContain('b.Fatalf');
});
