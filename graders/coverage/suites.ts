import type { Outcomes, Subject } from '../check.ts';
import { compileTrouble, firstMessage, readCompiler } from '../go/compiler.ts';
import { type Profile, readProfile } from '../go/cover.ts';
import { globMatcher } from '../go/globs.ts';
import { directoryOf, importPath, isSource, isTestSource, studentPlaces } from '../go/places.ts';
import { testBinaryStep } from '../go/steps.ts';
import { oneLine } from '../go/text.ts';
import { processTrouble } from '../go/words.ts';
import type { CommandStep } from '../steps/run.ts';
import type { Options } from './options.ts';

/** More packages with tests of their own are not run: each costs a link. */
const MAX_SUITES = 20;
const PROFILE = 'cover.out';

/** The student's files whose statements count. */
export function countedFiles(subject: Subject, { files }: Options): readonly string[] {
  const counts = files === undefined ? () => true : globMatcher(files);
  return subject.studentFiles.filter((file) => isSource(file) && counts(file));
}

/** One step for each package with tests of the student's own. */
export function suiteSteps(subject: Subject, options: Options): readonly CommandStep[] {
  const counted = new Set(countedFiles(subject, options).map(directoryOf));
  if (counted.size === 0) return [];
  const cover = [...counted].map((dir) => importPath(subject.module, dir));
  const dirs = suiteDirs(subject, options);
  const timeoutMs = suiteMs(subject, dirs.length);
  return dirs.map((dir) => ({
    kind: 'command',
    program: testBinaryStep(subject, dir, { tree: 'own', cover }),
    tree: 'own',
    dir,
    args: [`-test.coverprofile={dir}/${PROFILE}`, '-test.paniconexit0'],
    collect: [PROFILE],
    timeoutMs,
    outputBytes: subject.limits.outputBytes,
  }));
}

/** Suites that take longer than this are many or slow, and hold up everybody who waits behind them. */
const ENOUGH_MS = 5_000;

/** The time of one suite: that of a whole run, and for many together twice that. */
function suiteMs({ limits: { runMs } }: Subject, suites: number): number {
  return Math.min(runMs, Math.max(Math.ceil((2 * runMs) / suites), ENOUGH_MS));
}

function suiteDirs(subject: Subject, { packages }: Options): readonly string[] {
  const wanted = packages === undefined ? () => true : globMatcher(packages);
  const tests = subject.studentFiles.filter(isTestSource);
  return [...new Set(tests.map(directoryOf))].filter(wanted).slice(0, MAX_SUITES);
}

/** The profile of one suite, or why it proves nothing. */
export function suiteProfile(
  subject: Subject,
  options: Options,
  step: CommandStep,
  outcomes: Outcomes,
): Profile | string {
  const compiled = outcomes.compiled(step.program);
  const trouble = compileTrouble(compiled);
  if (trouble !== undefined) return `your tests in ${step.dir} were not run: ${trouble}`;
  if (compiled.exitCode !== 0)
    return `your tests in ${step.dir} do not compile: ${firstMessage(readCompiler(compiled.stderr)) ?? ''}`;
  const run = outcomes.ran(step);
  const process = run.processes[0];
  if (process === undefined)
    return `your tests in ${step.dir} were not run${run.cause ? `: ${oneLine(run.cause)}` : ''}`;
  if (process.ending !== 'exited' || process.exitCode !== 0) {
    const limits = { ...subject.limits, testMs: step.timeoutMs };
    const failed = failedTests(process.stdout);
    const why = failed ?? processTrouble(process, limits, studentPlaces(subject)) ?? `status ${process.exitCode}`;
    return `your own tests in ${step.dir} fail: ${why}`;
  }
  const text = run.files[PROFILE];
  if (text === undefined) return `your tests in ${step.dir} ended without a cover profile`;
  const profile = readProfile(text, subject.module, countedFiles(subject, options));
  return typeof profile === 'string' ? `the cover profile of ${step.dir} cannot be read: ${profile}` : profile;
}

/** Names of failed tests, as `go test` prints them; undefined when there are none. */
function failedTests(stdout: string): string | undefined {
  const names = [...stdout.matchAll(/^--- FAIL: ([^\s(]{1,200})/gm)].slice(0, 5).map(([, name]) => oneLine(name!, 80));
  return names.length > 0 ? names.join(', ') : undefined;
}
