import { expect, it } from 'vitest';
import type { Hint } from '#graders/steps/hints.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { assignmentOf, criterion, fakeSandbox, jobOf, type Script } from '#workers/grading/testing.ts';
import { benchmarkHints } from './benchmark-hints.ts';

const images = { compile: 'compile', run: 'run' };
const hint: Hint = { name: 'BenchmarkSum', file: 'sums/sum_test.go', line: 4, lacks: 'never fails' };
const options = { speed: [{ benchmark: 'BenchmarkSum/large' }], limits: [{ benchmark: 'BenchmarkSum' }] };
const speed = criterion('speed', 'benchmarks', { options });

async function asked(rubric: readonly ReturnType<typeof criterion>[], script: Script) {
  const files = { 'reference/go.mod': 'module a\n', 'tests/lists/l_test.go': '', 'tests/sums/sum_test.go': '' };
  const sandbox = fakeSandbox(script);
  const lines = await benchmarkHints(assignmentOf(files, { rubric }), { sandbox, images });
  return { lines, steps: sandbox.commands.flatMap((command) => jobOf(command).steps) };
}

/** The judge says these of any folder. */
function saying(...hints: readonly Hint[]): Script {
  return { artifact: () => Buffer.from(JSON.stringify(hints)) };
}

const inSums = { ...speed, options: { ...options, package: 'sums' } };

it('a benchmark that no wrong result can fail is named with its place, its criterion, and what would be right', async () => {
  const { lines, steps } = await asked([inSums], saying(hint));
  expect(lines).toEqual([
    'tests/sums/sum_test.go:4: BenchmarkSum never fails, so speed pays for wrong results that the tests do not meet; compare each result with what it must be, and call b.Fatal where it is not',
  ]);
  expect(steps).toMatchObject([{ kind: 'hints', tree: 'reference', dir: 'sums' }]);
});

it('nothing is said of benchmarks that earn nothing, that stand in another package, or in no hidden test', async () => {
  const others = [{ name: 'BenchmarkOther' }, { file: 'lists/l_test.go' }, { file: 'sums/given_test.go' }];
  const { lines } = await asked([inSums], saying(...others.map((other) => ({ ...hint, ...other }))));
  expect(lines).toEqual([]);
});

it('a package that is not named is the first with hidden tests, and each is read once', async () => {
  const lists = { ...hint, file: 'lists/l_test.go' };
  const { lines, steps } = await asked([speed, { ...speed, name: 'again' }], saying(lists));
  expect(lines.map((line) => line.slice(0, 55))).toEqual([
    'tests/lists/l_test.go:4: BenchmarkSum never fails, so s',
    'tests/lists/l_test.go:4: BenchmarkSum never fails, so a',
  ]);
  expect(steps).toMatchObject([{ dir: 'lists' }]);
});

it('nobody is asked where no criterion has benchmarks, or none with hidden tests', async () => {
  const nowhere = { ...speed, options: { ...options, package: 'nowhere' } };
  expect(await asked([criterion('unit', 'tests'), nowhere], saying(hint))).toEqual({ lines: [], steps: [] });
});

it('a judge that cannot say is our fault', async () => {
  const failing = asked([speed], { compile: () => ({ exitCode: 70, stderr: 'judge: broken' }) });
  await expect(failing).rejects.toThrow(new InfrastructureError('no hints: judge: broken'));
});
