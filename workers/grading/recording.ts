/** From the reference's recorded runs to the cases that every submission is expected to pass. */
import type { Expectation } from '#graders/check.ts';
import { expectations, failures, unproven } from '#graders/go/expectations.ts';
import { topLevel } from '#graders/go/places.ts';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunOutcome } from '#graders/steps/run.ts';
import type { TestsStep } from '#graders/steps/tests.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { InfrastructureError, InvalidInput } from '#services/platform/errors.ts';
import type { CompileAnswer, RunAnswer } from './answers.ts';
import { isBuilt } from './outcomes.ts';
import { stepId } from './step-ids.ts';

const WORDS_SHOWN = 2000;

/**
 * The cases that the reference passed. Throws InvalidInput when it fails one, or when there are tests and none passes. Of
 * an assignment that is `unsolved`, all top-level tests.
 */
export function recorded(
  assignment: Assignment,
  steps: ReadonlyMap<string, TestsStep>,
  ran: RunAnswer | undefined,
): readonly Expectation[] {
  const found = [...steps].flatMap(([id, step]) => {
    const outcome = ran?.outcomes.get(id);
    if (!outcome) throw new InfrastructureError(`nothing was recorded of the tests in ${step.dir}`);
    if (assignment.document.unsolved) return unproven(step, outcome);
    const failed = failures(outcome).map((test) => `the reference fails ${test}: ${wordsOf(test, outcome)}`);
    refuse(assignment, step.dir, failed);
    return expectations(step, outcome);
  });
  if (steps.size > 0 && found.length === 0) refuse(assignment, '', ['the reference passes no hidden test']);
  return found;
}

/** The test's own log, or how its process ended. */
function wordsOf(test: string, outcome: RunOutcome): string {
  const process = outcome.processes.find((one) => one.test === topLevel(test));
  if (!process) return outcome.cause || `it was not run (${outcome.ending})`;
  const log = process.records.find((record) => record.name === test && record.verdict === 'fail')?.log.trim();
  const output = process.stderr.trim() || process.stdout.trim();
  return log || process.tampering[0] || `${process.ending}, exit code ${process.exitCode}\n${output}`;
}

/** Throws InvalidInput when a program of the reference was not built. */
export function refuseUnbuilt(assignment: Assignment, step: CompileStep, compiled: CompileAnswer): void {
  if (step.kind !== 'go' || !step.artifact || isBuilt(step, compiled)) return;
  const outcome = compiled.outcomes.get(stepId(step));
  const words = outcome?.stderr.trim() || outcome?.stdout.trim() || compiled.ending;
  const dir = (step.args.at(-1) ?? '').replace(/^\.\/?/, '');
  const what =
    step.tree === 'outside'
      ? 'the hidden tests start the program, so they are built without the reference, and do not build'
      : 'the reference does not build with the hidden tests';
  refuse(assignment, dir, [`${what}: ${words}`]);
}

function refuse(assignment: Assignment, dir: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const file = `${assignment.document.slug}/tests/${dir}`.replace(/\/\.?$/, '');
  const place = { file, line: 0, column: 0, field: '' };
  throw new InvalidInput(problems.map((message) => ({ ...place, message: message.slice(0, WORDS_SHOWN) })));
}
