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
import type { Finding, Outcomes, Subject } from '../check.ts';
import type { ProcessOutcome } from '../steps.ts';
import { caseName, studentPlaces } from './places.ts';
import { type Proof, type Proven, processesOf, prove } from './proof.ts';
import { raceFinding, readRace } from './race.ts';
import { ONCE, type Selection, type TestsStep, testsSteps } from './selection.ts';

const CONTRADICTED =
  'it passes, and fails in the build with the race detector, which reported no race: both must agree';
const UNCONFIRMED = 'it passes, and the build with the race detector does not confirm that: ';
const RACE = 'it meets a data race there, and with a race no result can be relied on';
const GAVE_UP = 'it ended there with status 66, as a race detector does that gave up';

/** The tests that must agree, and what a pass is worth that the race build leaves open; default `fails`. */
export interface Agreement extends Selection {
  readonly unconfirmed?: 'fails' | 'passes';
}

/** A proof, and whether it is a pass of the plain build that the race build left open. */
export type Agreed = Proof & { readonly unconfirmed?: true };

/** The race build's steps, of linked tests only: into a process of their own students' code cannot write. */
export function secondBuild(subject: Subject, chosen: Agreement): readonly TestsStep[] {
  if (!subject.goroutines || subject.expected.length === 0) return [];
  return testsSteps(subject, chosen, { ...ONCE, race: true }).filter(({ sealed, outside }) => !sealed && !outside);
}

/** The proofs of the plain build, less passes that the race build contradicts, or leaves open where that matters. */
export function agreed(
  proofs: readonly Proof[],
  subject: Subject,
  chosen: Agreement,
  outcomes: Outcomes,
): readonly Agreed[] {
  const raced = prove(subject, secondBuild(subject, chosen), chosen, outcomes);
  const doubts = new Map(raced.flatMap(doubtsOf));
  return proofs.map((proof): Agreed => {
    const doubt = doubts.get(caseName(proof.dir, proof.test));
    if (proof.verdict !== 'pass' || proof.way !== 'shared' || !doubt) return proof;
    if (doubt.contradicts) return { ...proof, verdict: 'fail', cause: CONTRADICTED };
    if (chosen.unconfirmed === 'passes') return { ...proof, unconfirmed: true };
    return { ...proof, verdict: 'fail', cause: UNCONFIRMED + doubt.reason, unconfirmed: true };
  });
}

interface Doubt {
  readonly contradicts: boolean;
  readonly reason: string;
}

/** By case, for all that the race build did not confirm. */
function doubtsOf({ proofs, ending }: Proven): [string, Doubt][] {
  return proofs
    .filter((proof) => !confirms(proof))
    .map((proof) => [
      caseName(proof.dir, proof.test),
      { contradicts: contradicts(proof, ending !== undefined), reason: reasonOf(proof) },
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

/** Where the races are that left a pass open: the first report of each process, on the student's line. */
export function raceFindings(subject: Subject, chosen: Agreement, outcomes: Outcomes, open: readonly Agreed[]) {
  const places = studentPlaces(subject);
  const names = new Set(open.map(({ dir, test }) => caseName(dir, test)));
  const raced = prove(subject, secondBuild(subject, chosen), chosen, outcomes).flatMap(({ proofs }) => proofs);
  const own = raced.filter(({ dir, test }) => names.has(caseName(dir, test)));
  return [...processesOf(own)].flatMap(([process, dir]): readonly Finding[] => {
    const report = readRace(process.race, places);
    const tests = [caseName(dir, process.test)];
    return report ? raceFinding(report, places).map((one) => ({ ...one, tests })) : [];
  });
}
