/**
 * From the outcome of a step to one verdict per expected case. Everything starts as missing; only records of the
 * supervisor change that, and a repeated case passes only when every repetition did.
 */
import type { Expectation, Outcomes, Subject, Verdict, Way } from '../check.ts';
import type { Ending, ProcessOutcome, TestRecord } from '../steps/process.ts';
import type { RunOutcome } from '../steps/run.ts';
import type { TestsStep } from '../steps/tests.ts';
import { type Context, failedCause, missingCause } from './causes.ts';
import { glueTrouble } from './glue.ts';
import { type HiddenTrouble, hiddenTrouble } from './hidden.ts';
import { type Failure, readFailure } from './messages.ts';
import { type Places, studentPlaces, topLevel } from './places.ts';
import { programsBuilt } from './programs.ts';
import { type Selection, selected } from './selection.ts';

/** What is known about one expected case. */
export interface Proof extends Expectation {
  readonly verdict: Verdict;
  /** Why it did not pass; empty for a pass. */
  readonly cause: string;
  /** The failure's own words, when a failed record has some. */
  readonly failure?: Failure;
  readonly log: string;
  /** Of the slowest repetition; 0 when there is none. */
  readonly wallMs: number;
  /** The processes of its top-level test. */
  readonly processes: readonly ProcessOutcome[];
  readonly way: Way;
  /** It did not pass, and passed when it was run again. */
  readonly flaky?: true;
}

/** Their processes, each once, and the package of each. */
export function processesOf(proofs: readonly Proof[]): ReadonlyMap<ProcessOutcome, string> {
  return new Map(proofs.flatMap(({ dir, processes }) => processes.map((process) => [process, dir] as const)));
}

/** What a step proved about one package. */
export interface Proven {
  readonly proofs: readonly Proof[];
  /** Why the tests were not built; undefined when they were. */
  readonly unbuilt?: HiddenTrouble;
  readonly tampering: readonly string[];
  readonly ending?: Ending;
}

/** Verdicts of the selected cases; nothing while the reference is being recorded. */
export function prove(
  subject: Subject,
  steps: readonly TestsStep[],
  selection: Selection,
  outcomes: Outcomes,
): readonly Proven[] {
  const expected = Map.groupBy(selected(subject, selection), ({ dir }) => dir);
  return steps
    .filter((step) => step.tests !== null)
    .map((step) => {
      const own = (expected.get(step.dir) ?? []).filter(({ test }) => step.tests?.includes(topLevel(test)));
      return proveStep(subject, step, own, outcomes);
    });
}

function proveStep(subject: Subject, step: TestsStep, expected: readonly Expectation[], outcomes: Outcomes): Proven {
  const places = studentPlaces(subject);
  const { compiled, unbuilt } = builtFor(subject, step, places, outcomes);
  if (unbuilt) {
    const proofs = expected.map((one) => missing(one, unbuilt.cause, [], wayOf(step)));
    return { proofs, unbuilt, tampering: [], ...(compiled.ending === 'exited' ? {} : { ending: compiled.ending }) };
  }
  const run = outcomes.ran(step);
  const context: Context = { run, step, limits: subject.limits, places, records: recordsByName(run) };
  const ending = [...run.processes.map((one) => one.ending), run.ending].find((one) => one !== 'exited');
  const tampering = run.processes.flatMap(tamperingOf);
  return { proofs: expected.map((one) => proofOf(one, context)), tampering, ...(ending ? { ending } : {}) };
}

/** How the program went that has the student's code in it. */
function builtFor(subject: Subject, step: TestsStep, places: Places, outcomes: Outcomes) {
  if (step.outside) return programsBuilt(Object.entries(step.outside.programs), places, outcomes);
  const compiled = outcomes.compiled(step.sealed ? step.sealed.servant : step.program);
  const glue = subject.sealed.find(({ dir }) => dir === step.dir)?.glue ?? [];
  const unbuilt = step.sealed ? glueTrouble(compiled, glue, places) : hiddenTrouble(compiled, places);
  return { compiled, unbuilt };
}

/** How the tests of a step reach the student's code. */
export function wayOf(step: TestsStep): Way {
  if (step.outside) return 'outside';
  return step.sealed ? 'sealed' : 'shared';
}

function proofOf(one: Expectation, context: Context): Proof {
  const proof = firstProof(one, context);
  const failed = proof.verdict === 'fail' || proof.verdict === 'missing';
  return failed && passedAgain(one, context) ? { ...proof, flaky: true } : proof;
}

/** Some later process of its test proves that it can pass. */
function passedAgain(one: Expectation, { run, step }: Context): boolean {
  return (run.again ?? []).some((process) => {
    if (process.test !== topLevel(one.test) || !process.completed || process.tampering.length > 0) return false;
    const own = process.records.filter(({ name }) => name === one.test);
    return own.length >= repetitions(one, step) / step.procs.length && own.every(({ verdict }) => verdict === 'pass');
  });
}

function firstProof(one: Expectation, context: Context): Proof {
  const records = context.records.get(one.test) ?? [];
  const processes = context.run.processes.filter((process) => process.test === topLevel(one.test));
  const failed = records.filter((record) => record.verdict === 'fail');
  const wallMs = records.reduce((most, record) => Math.max(most, record.wallMs), 0);
  const rest = { ...one, log: failed[0]?.log ?? '', wallMs, processes, way: wayOf(context.step) };
  if (failed.length > 0) {
    const failure = readFailure(failed[0]!.log);
    const cause = failedCause(failed.length, failure, processes, context);
    return { ...rest, verdict: 'fail', cause, ...(failure ? { failure } : {}) };
  }
  if (records.some((record) => record.verdict === 'skip')) return { ...rest, verdict: 'skip', cause: 'it was skipped' };
  if (records.length < repetitions(one, context.step))
    return { ...rest, ...missing(one, missingCause(one, records.length, processes, context), processes, rest.way) };
  return { ...rest, verdict: 'pass', cause: '' };
}

/** How many records prove a case: `-test.count` does not repeat examples, so they end once in each process. */
function repetitions({ test }: Expectation, { count: times, procs }: TestsStep): number {
  return /^Example/.test(test) ? procs.length : times;
}

function missing(one: Expectation, cause: string, processes: readonly ProcessOutcome[], way: Way): Proof {
  return { ...one, verdict: 'missing', cause, log: '', wallMs: 0, processes, way };
}

function recordsByName(run: RunOutcome): ReadonlyMap<string, readonly TestRecord[]> {
  return Map.groupBy(
    run.processes.flatMap((process) => process.records),
    (record) => record.name,
  );
}

/** The supervisor's own words, or ours for an exit with 0 that proves nothing. */
function tamperingOf(process: ProcessOutcome): readonly string[] {
  if (process.tampering.length > 0 || process.completed) return process.tampering;
  if (process.ending !== 'exited' || process.exitCode !== 0) return [];
  return [`the process of ${process.test} ended with status 0 before its tests were finished`];
}
