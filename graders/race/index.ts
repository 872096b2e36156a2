/**
 * `race`: the hidden tests under the race detector. A case counts only when it passed in the plain build and in every
 * repetition of the race build, and when no process of its test reported a race. So code that does nothing earns
 * nothing here, a test that fails for another reason loses its own share and no more, and a race build whose memory
 * was tampered with (it must be readable to its own process) awards nothing that the plain build did not.
 */
import type { Case, Check, Expectation, Judgement, Subject } from '../check.ts';
import { distinct } from '../go/findings.ts';
import { caseName, topLevel } from '../go/places.ts';
import { planOf } from '../go/plan.ts';
import { type Proof, type Proven, prove } from '../go/proof.ts';
import { raceFindings } from '../go/race.ts';
import { reproduce } from '../go/reproduce.ts';
import { type Manner, ONCE, testsSteps } from '../go/selection.ts';
import { clean, count, oneLine } from '../go/text.ts';
import { belowOf, weighAgain } from '../go/weigh-again.ts';
import { creditOf, type Weighed, weigh } from '../go/weights.ts';
import { type Options, options } from './options.ts';

const race: Check<typeof options> = {
  name: 'race',
  stage: 'second',
  options,
  weighing: { options: [], weigh: (cases, _options, dropped) => weighAgain(cases, {}, dropped) },
  plan: (subject, chosen) =>
    planOf([...testsSteps(subject, chosen, ONCE), ...testsSteps(subject, chosen, manner(chosen))]),
  judge(subject, chosen, outcomes): Judgement {
    const plain = prove(subject, testsSteps(subject, chosen, ONCE), chosen, outcomes);
    const raced = prove(subject, testsSteps(subject, chosen, manner(chosen)), chosen, outcomes);
    const plainProofs = plain.flatMap(({ proofs }) => proofs);
    const passedPlain = new Set(plainProofs.filter(passes).map(nameOf));
    const proofs = raced.flatMap((one) => one.proofs).map((proof) => combined(proof, passedPlain.has(nameOf(proof))));
    const weighed = weigh(proofs, {});
    const tampering = [...plain, ...raced].flatMap((one) => one.tampering);
    const findings = raced.flatMap((one) => [...(one.unbuilt?.findings ?? []), ...raceFindings(subject, one.proofs)]);
    const ending = raced.find((one) => one.ending !== undefined)?.ending;
    return {
      credit: tampering.length > 0 ? 0 : creditOf(weighed),
      summary: summaryOf(weighed, chosen, raced),
      cases: weighed.map((one) => ({ ...caseOf(subject, chosen, one.item, one.weight), ...belowOf(one) })),
      findings: distinct(findings),
      ...(ending ? { ending } : {}),
      tampering,
      evidence: { races: racy(proofs).length, cases: weighed.length },
    };
  },
};

export default race;

function manner(chosen: Options): Manner {
  return { count: chosen.count ?? 1, procs: chosen.procs ?? [0], race: true };
}

/** The race build's verdict, less what a report or the plain build takes away. */
function combined(proof: Proof, passedPlain: boolean): Proof {
  if (hasRace(proof)) return { ...proof, verdict: 'fail', cause: 'data race' };
  if (!passes(proof) || passedPlain) return proof;
  return { ...proof, verdict: 'fail', cause: 'it passes under the race detector only; without it, it fails' };
}

function caseOf(subject: Subject, chosen: Options, proof: Proof, weight: number): Case {
  const { dir, test, verdict, way } = proof;
  const base = {
    name: nameOf(proof),
    verdict,
    weight,
    visibility: subject.visibility,
    wallMs: Math.round(proof.wallMs),
    way,
  };
  if (verdict === 'pass') return base;
  const command = reproduce(dir, test, { race: true, count: chosen.count ?? 1 });
  return {
    ...base,
    cause: oneLine(proof.cause),
    ...(proof.log ? { output: clean(proof.log) } : {}),
    ...(subject.visibility === 'hidden' ? {} : { reproduce: command }),
  };
}

function summaryOf(weighed: readonly Weighed<Proof>[], chosen: Options, raced: readonly Proven[]): string {
  const proofs = weighed.map(({ item }) => item);
  const unbuilt = raced.find((one) => one.unbuilt)?.unbuilt;
  if (unbuilt) return unbuilt.cause;
  if (proofs.length === 0) return 'no test of the reference solution belongs to this criterion';
  const all = `${count(new Set(proofs.map(topName)).size, 'test')}`;
  const times = (chosen.count ?? 1) > 1 ? `, ${count(chosen.count ?? 1, 'repetition')} each` : '';
  const races = new Set(racy(proofs).map(topName)).size;
  if (races > 0) return `data race in ${races} of ${all}${times}`;
  const failed = proofs.filter((proof) => !passes(proof)).length;
  const words = `no data race seen in ${all}${times}`;
  return failed === 0
    ? words
    : `${words}; ${count(failed, 'case does', 'cases do')} not count, because only what passes proves anything`;
}

function racy(proofs: readonly Proof[]): readonly Proof[] {
  return proofs.filter(hasRace);
}

function hasRace(proof: Proof): boolean {
  return proof.processes.some((process) => process.race !== '');
}

function passes(proof: Proof): boolean {
  return proof.verdict === 'pass';
}

function nameOf({ dir, test }: Expectation): string {
  return caseName(dir, test);
}

function topName({ dir, test }: Expectation): string {
  return caseName(dir, topLevel(test));
}
