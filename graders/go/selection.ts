/** Which of the expected tests a criterion is about, and the steps that run them. */
import { Type } from 'typebox';
import type { Expectation, OutsidePackage, SealedPackage, Subject } from '../check.ts';
import type { TestsStep } from '../steps/tests.ts';
import { testClocks } from './clocks.ts';
import { globMatcher } from './globs.ts';
import { topLevel } from './places.ts';
import { programStep, servantStep, testBinaryStep } from './steps.ts';

/** Options that every check with hidden tests has. */
export const selectionOptions = {
  run: Type.Optional(
    Type.String({
      format: 'regex',
      description:
        'Go regular expression on the names of top-level tests, as in `go test -run`. Default: all hidden tests.',
    }),
  ),
  packages: Type.Optional(
    Type.Array(Type.String(), {
      minItems: 1,
      description:
        'Package directories (globs) whose hidden tests count, e.g. [gradebook]. Default: all that have hidden tests.',
    }),
  ),
};

export interface Selection {
  readonly run?: string;
  readonly packages?: readonly string[];
}

/** How the selected tests are run. */
export interface Manner {
  readonly count: number;
  readonly procs: readonly number[];
  readonly race: boolean;
}

export const ONCE: Manner = { count: 1, procs: [0], race: false };

/** The expected cases of a criterion, subtests with their top-level test. */
export function selected(subject: Subject, selection: Selection): readonly Expectation[] {
  const run = selection.run === undefined ? undefined : new RegExp(selection.run);
  const inPackages = packageFilter(selection.packages);
  return subject.expected.filter(({ dir, test }) => inPackages(dir) && (run === undefined || run.test(topLevel(test))));
}

/** One step per package and way of judging; nothing for packages without a selected test. */
export function testsSteps(subject: Subject, selection: Selection, manner: Manner): readonly TestsStep[] {
  if (subject.expected.length === 0) return recordingSteps(subject, selection.packages);
  const cases = selected(subject, selection);
  const dirs = [...new Set(cases.map(({ dir }) => dir))];
  return dirs.flatMap((dir) => {
    const tests = new Set(cases.filter((one) => one.dir === dir).map(({ test }) => topLevel(test)));
    const outside = subject.outside.find((one) => one.dir === dir);
    if (outside) return [outsideStep(subject, outside, [...tests], manner, 'own')];
    const own = subject.sealed.find((one) => one.dir === dir);
    const [sealed, shared] = divided([...tests], own?.tests ?? []);
    return [
      ...(own && sealed.length > 0 ? [sealedStep(subject, own, sealed, manner)] : []),
      ...(shared.length > 0 ? [testsStep(subject, dir, shared, manner)] : []),
    ];
  });
}

function divided(tests: readonly string[], sealed: readonly string[]): readonly [readonly string[], readonly string[]] {
  return [tests.filter((test) => sealed.includes(test)), tests.filter((test) => !sealed.includes(test))];
}

/** The program of sealed tests is the teacher's alone: it is built once, without -race, whatever the servant is. */
function sealedStep(subject: Subject, own: SealedPackage, tests: readonly string[], manner: Manner): TestsStep {
  const tree = `sealed-${own.number}` as const;
  return {
    ...testsStep(subject, own.dir, tests, manner),
    program: testBinaryStep(subject, own.dir, { tree }),
    tree,
    sealed: { servant: servantStep(subject, own, manner.race), tree: `servant-${own.number}` },
  };
}

/** The program of the tests is the teacher's alone here, too; what they start may be built with -race. */
function outsideStep(
  subject: Subject,
  { dir, programs }: OutsidePackage,
  tests: readonly string[] | null,
  manner: Manner,
  tree: 'own' | 'reference',
): TestsStep {
  const built = programs.map((program) => [program, programStep(subject, program, tree, manner.race)] as const);
  return {
    ...testsStep(subject, dir, tests, manner),
    program: testBinaryStep(subject, dir, { tree: 'outside' }),
    tree: 'outside',
    outside: { programs: Object.fromEntries(built) },
  };
}

/** While nothing is expected yet: everything that the reference lists, once, whatever the criterion repeats. */
export function recordingSteps(subject: Subject, packages?: readonly string[]): readonly TestsStep[] {
  const dirs = subject.testDirs.filter(packageFilter(packages));
  return dirs.map((dir) => {
    const outside = subject.outside.find((one) => one.dir === dir);
    if (outside) return outsideStep(subject, outside, null, ONCE, 'reference');
    return { ...testsStep(subject, dir, null, ONCE), ...onReference(subject, dir) };
  });
}

function onReference(subject: Subject, dir: string): Pick<TestsStep, 'program' | 'tree'> {
  return { program: testBinaryStep(subject, dir, { tree: 'reference' }), tree: 'reference' };
}

function testsStep(subject: Subject, dir: string, tests: readonly string[] | null, manner: Manner): TestsStep {
  const { runMs, outputBytes } = subject.limits;
  return {
    kind: 'tests',
    program: testBinaryStep(subject, dir, manner.race ? { tree: 'judged', race: true } : { tree: 'judged' }),
    tree: 'judged',
    dir,
    tests,
    // Every value of GOMAXPROCS gets a process, so there are never fewer repetitions than values.
    count: Math.max(manner.count, manner.procs.length),
    procs: manner.procs,
    race: manner.race,
    ...testClocks(subject.limits, manner.race),
    runMs,
    outputBytes,
  };
}

function packageFilter(packages: readonly string[] | undefined): (dir: string) => boolean {
  return packages === undefined ? () => true : globMatcher(packages);
}
