/**
 * Sealed judging in the flow: what the generator made of the packages with hidden tests, and the trees that come of
 * it. Made once per assignment version; a submission adds its own code to the servants' trees.
 */
import type { SealedPackage, Subject } from '#graders/check.ts';
import { directoryOf } from '#graders/go/places.ts';
import { testBinaryStep } from '#graders/go/steps.ts';
import type { CompileStep } from '#graders/steps/compile.ts';
import { SEAL_VERSION, type SealArtifact, type SealStep } from '#graders/steps/seal.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import type { CompileAnswer } from './answers.ts';
import type { Trees } from './jobs.ts';
import { layer } from './layers.ts';
import { isBuilt } from './outcomes.ts';
import { stepId } from './step-ids.ts';
import type { TeacherSide } from './teacher.ts';

/** Package directory to the top-level tests that are to be sealed; `all` that can be. */
export type WantedSealed = ReadonlyMap<string, readonly string[]> | 'all';

/** One package with hidden tests, as the generator left it. */
export interface Sealing extends SealedPackage {
  readonly remove: readonly string[];
  readonly stub: Readonly<Record<string, string>>;
  readonly servant: Readonly<Record<string, string>>;
  /** The test files as programs with linked tests have them: nothing of the sealed ones is left to be read there. */
  readonly linked: Readonly<Record<string, string>>;
  /** Top-level tests that cannot be sealed, and why. */
  readonly refused: Readonly<Record<string, string>>;
}

/** The steps that ask the generator, one per package. */
export function sealSteps(side: TeacherSide, wanted: WantedSealed, timeoutMs: number): readonly SealStep[] {
  const dirs = side.calledDirs.filter((dir) => wanted === 'all' || (wanted.get(dir) ?? []).length > 0);
  const given = givenPackages(side);
  return dirs.map((dir) => {
    const decided = wanted === 'all' ? {} : { wanted: wanted.get(dir) ?? [] };
    return { kind: 'seal', tree: 'reference', dir, given, ...decided, artifact: true, timeoutMs };
  });
}

/** Packages of which every file is the teacher's, whatever a student adds. */
function givenPackages(side: TeacherSide): readonly string[] {
  const sources = [...side.reference.keys()].filter((path) => path.endsWith('.go') && !path.endsWith('_test.go'));
  const dirs = [...new Set(sources.map(directoryOf))];
  const isGiven = (dir: string) =>
    side.isProtected(`${dir === '.' ? '' : `${dir}/`}any_other_name.go`) &&
    sources.filter((path) => directoryOf(path) === dir).every((path) => side.isProtected(path));
  return dirs.filter(isGiven);
}

/**
 * What the generator answered to one step; a package of which it could make nothing seals nothing, and says why. Throws
 * InfrastructureError when the image's generator is another one than ours.
 */
export function sealingOf(side: TeacherSide, step: SealStep, wanted: WantedSealed, compiled: CompileAnswer): Sealing {
  const { dir } = step;
  const number = side.testDirs.indexOf(dir);
  const content = compiled.artifacts.get(stepId(step));
  if (!content) {
    const why = compiled.outcomes.get(stepId(step))?.stderr.trim() || 'the generator came to no end';
    return { dir, number, tests: [], build: '', glue: [], remove: [], ...nothing, refused: { '': why } };
  }
  const { decisions, stub, servant, linked } = JSON.parse(Buffer.from(content).toString()) as SealArtifact;
  if (decisions.version !== SEAL_VERSION)
    throw new InfrastructureError(`the compile image has version ${decisions.version} of the generator`);
  const { build, glue, remove } = decisions;
  const isWanted = (test: string) => wanted === 'all' || (wanted.get(dir) ?? []).includes(test);
  const tests = decisions.tests.filter(({ test, way }) => way === 'sealed' && isWanted(test)).map(({ test }) => test);
  const refused = decisions.tests.flatMap(({ test, reason }) => (reason ? [[test, inWords(reason)]] : []));
  return { dir, number, tests, build, glue, remove, stub, servant, linked, refused: Object.fromEntries(refused) };
}

const nothing = { stub: {}, servant: {}, linked: {} };

function inWords({ construct, file, line, advice }: { construct: string; file: string; line: number; advice: string }) {
  return `${file}:${line}: ${construct}${advice ? ` (${advice})` : ''}`;
}

/** The sealed tests' programs: without a line of a student's, so built once. */
export function sealedPrograms(subject: Subject, sealings: readonly Sealing[]) {
  const steps = sealings
    .filter(({ tests }) => tests.length > 0)
    .map(({ dir, number }) => testBinaryStep(subject, dir, { tree: `sealed-${number}` }));
  return new Map<string, CompileStep>(steps.map((step) => [stepId(step), step]));
}

/** The packages whose program was built; of the others no test is sealed. */
export function thoseBuilt(
  subject: Subject,
  sealings: readonly Sealing[],
  compiled: CompileAnswer,
): readonly Sealing[] {
  return sealings.map((sealing) => {
    if (sealing.tests.length === 0) return sealing;
    const step = testBinaryStep(subject, sealing.dir, { tree: `sealed-${sealing.number}` });
    if (isBuilt(step, compiled)) return sealing;
    const why = `the generated stub does not compile: ${compiled.outcomes.get(stepId(step))?.stderr.trim() ?? ''}`;
    return { ...sealing, tests: [], refused: { '': why } };
  });
}

/** The trees of all sealed packages. What is generated always wins over what a student has. */
export function sealedTrees(sealings: readonly Sealing[], reference: FileTree, own: FileTree): Trees {
  const trees = sealings.flatMap(({ number, remove, stub, servant }) => {
    const kept = [...reference].filter(([path]) => !remove.includes(path));
    return [
      [`sealed-${number}`, tree([...kept, ...texts(stub)])],
      [`servant-${number}`, layer(tree(texts(servant)), own).files],
    ] as const;
  });
  return Object.fromEntries(trees);
}

/** The tree of linked tests: where others of their package are sealed, the test files hold nothing of those. */
export function linkedTree(sealings: readonly Sealing[], judged: FileTree): FileTree {
  const parted = sealings.filter(({ tests }) => tests.length > 0);
  return tree([...judged, ...parted.flatMap(({ linked }) => texts(linked))]);
}

function texts(files: Readonly<Record<string, string>>): [string, Uint8Array][] {
  return Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]);
}
