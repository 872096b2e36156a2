/**
 * Two builds that must agree. Where students' code may start goroutines, a data race can write any memory of a process
 * that it shares with its tests, and only a race build sees that. Code that behaves in the race build and not in the
 * other would escape it; so a linked test counts only if the race build, told of the same environment, does not
 * contradict: it ran to its end there, no race was reported, and it never passed, not even when it was run again.
 * A reported race is what the check `race` judges; time, memory and the detector's own limits (it ends with 66 then)
 * say nothing about right or wrong.
 */
import type { Outcomes, Subject } from '../check.ts';
import { caseName } from '../go/places.ts';
import { type Proof, type Proven, prove } from '../go/proof.ts';
import { ONCE, type Selection, type TestsStep, testsSteps } from '../go/selection.ts';
import type { ProcessOutcome } from '../steps.ts';

const CAUSE = 'it passes, and fails in the build with the race detector, which reported no race: both must agree';

/** The race build's steps, of linked tests only: into a process of their own students' code cannot write. */
export function secondBuild(subject: Subject, selection: Selection): readonly TestsStep[] {
  if (!subject.goroutines || subject.expected.length === 0) return [];
  return testsSteps(subject, selection, { ...ONCE, race: true }).filter(({ sealed, outside }) => !sealed && !outside);
}

/** The proofs, less passes that the race build contradicts. */
export function agreed(
  proofs: readonly Proof[],
  subject: Subject,
  selection: Selection,
  outcomes: Outcomes,
): readonly Proof[] {
  const doubts = new Set(prove(subject, secondBuild(subject, selection), selection, outcomes).flatMap(contradicted));
  return proofs.map((proof) =>
    proof.verdict === 'pass' && proof.way === 'shared' && doubts.has(caseName(proof.dir, proof.test))
      ? { ...proof, verdict: 'fail', cause: CAUSE }
      : proof,
  );
}

function contradicted({ proofs, ending }: Proven): string[] {
  const failed = proofs.filter(({ verdict, flaky }) => (verdict === 'fail' || verdict === 'missing') && !flaky);
  // Not run at all: because it does not compile, which is the code's doing, or because of a limit.
  const told = failed.filter(({ processes }) => (processes.length > 0 ? processes.every(tells) : !ending));
  return told.map(({ dir, test }) => caseName(dir, test));
}

const DETECTOR = 66;

function tells({ ending, exitCode, race }: ProcessOutcome): boolean {
  return race === '' && (ending === 'signalled' || (ending === 'exited' && exitCode !== DETECTOR));
}
