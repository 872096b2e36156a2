/**
 * Two builds that must agree. Where goroutines are possible, a data race can write any memory of a process that
 * students' code shares with its tests, and only a race build sees that. So a pass of a linked test counts only if the
 * race build, told of the same environment, confirms it: the test passed there too, at once or when it was run again,
 * and no race was reported. Silence is no confirmation: code can feel the detector, and then hang, fill the memory or
 * start goroutines without end, all to keep it from speaking.
 *
 * A pass that fails in the race build without any of this is contradicted, and never counts; what merely lacks a
 * confirmation is worth what the option `unconfirmed` says.
 */
import type { Subject } from '../check.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { TestsStep } from '../steps/tests.ts';
import { caseName } from './places.ts';
import type { Proof, Proven } from './proof.ts';
import { ONCE, type Selection, testsSteps } from './selection.ts';

const CONTRADICTED =
  'it passes, and fails in the build with the race detector, which reported no race: both must agree';
const UNCONFIRMED = 'it passes, and the build with the race detector does not confirm that: ';
const RACE = 'it meets a data race there, and with a race no result can be relied on';
const GAVE_UP = 'it ended there with status 66, as a race detector does that gave up';

/** The tests that must agree, and what a pass is worth that the race build leaves open; default `fails`. */
export interface Agreement extends Selection {
  readonly unconfirmed?: 'fails' | 'passes';
}

/** A proof of the plain build; of a pass that the race build left open, with what that build proved instead. */
export type Agreed = Proof & { readonly unconfirmed?: Proof };

/** The race build's steps, of linked tests only: into a process of their own students' code cannot write. */
export function secondBuild(subject: Subject, chosen: Agreement): readonly TestsStep[] {
  if (!subject.goroutines || subject.expected.length === 0) return [];
  return testsSteps(subject, chosen, { ...ONCE, race: true }).filter(({ sealed, outside }) => !sealed && !outside);
}

/**
 * The proofs of the plain build, less passes that the race build contradicts, or leaves open where that matters. `raced`:
 * what the race build proved of the same tests; without goroutines it has nothing to confirm.
 */
export function agreed(
  subject: Subject,
  chosen: Agreement,
  proofs: readonly Proof[],
  raced: readonly Proven[],
): readonly Agreed[] {
  const doubts = subject.goroutines ? new Map(raced.flatMap(doubtsOf)) : new Map<string, Doubt>();
  return proofs.map((proof): Agreed => {
    const doubt = doubts.get(caseName(proof.dir, proof.test));
    if (proof.verdict !== 'pass' || proof.way !== 'shared' || !doubt) return proof;
    if (doubt.contradicts) return { ...proof, verdict: 'fail', cause: CONTRADICTED };
    const open = { ...proof, unconfirmed: doubt.raced };
    if (chosen.unconfirmed === 'passes') return open;
    return { ...open, verdict: 'fail', cause: UNCONFIRMED + reasonOf(doubt.raced) };
  });
}

interface Doubt {
  readonly contradicts: boolean;
  readonly raced: Proof;
}

/** By case, for all that the race build did not confirm. */
function doubtsOf({ proofs, ending }: Proven): [string, Doubt][] {
  return proofs
    .filter((proof) => !confirms(proof))
    .map((raced) => [
      caseName(raced.dir, raced.test),
      { contradicts: contradicts(raced, ending !== undefined), raced },
    ]);
}

/** A race of one part of a test may have written the verdicts of all others, and of another try. */
function confirms({ verdict, flaky, processes }: Proof): boolean {
  return (verdict === 'pass' || flaky === true) && processes.every(({ race }) => race === '');
}

/** It failed and nothing else explains that. Not run at all is a contradiction if it was the code that did not build. */
function contradicts({ verdict, processes }: Proof, brokeLimit: boolean): boolean {
  if (verdict !== 'fail' && verdict !== 'missing') return false;
  return processes.length > 0 ? processes.every(tells) : !brokeLimit;
}

/** Status of a process whose race detector reported a race or came to a limit of its own. */
const DETECTOR = 66;

function tells({ ending, exitCode, race }: ProcessOutcome): boolean {
  return race === '' && (ending === 'signalled' || (ending === 'exited' && exitCode !== DETECTOR));
}

function reasonOf({ processes, cause }: Proof): string {
  if (processes.some(({ race }) => race !== '')) return RACE;
  return processes.some(({ ending, exitCode }) => ending === 'exited' && exitCode === DETECTOR) ? GAVE_UP : cause;
}
