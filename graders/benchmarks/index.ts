/**
 * `benchmarks`: allocations against hard limits, speed as the median ratio of interleaved pairs against the reference
 * in the same container. Only right code can be fast: the required tests must pass, in both builds as for the check
 * `tests`, or nothing counts. Where goroutines are possible the race build must confirm each benchmark too. Allocations,
 * which the student's process counts itself, count only under the whole source policy and when no race was reported.
 * Times are those of its own clock as long as the time seen from outside agrees.
 */
import type { Check, Judgement, Subject } from '../check.ts';
import { type Agreed, agreed } from '../go/agreement.ts';
import { hiddenTime } from '../go/benchmarks.ts';
import { compiledWell } from '../go/compiler.ts';
import { explained, fromZero } from '../go/judgements.ts';
import { topLevel } from '../go/places.ts';
import { planOf } from '../go/plan.ts';
import { type Proven, prove } from '../go/proof.ts';
import { count, oneLine } from '../go/text.ts';
import { stepTrouble } from '../go/words.ts';
import type { BenchmarkPairs } from '../steps/benchmarks.ts';
import type { RunOutcome } from '../steps/run.ts';
import { limitMarks, type Mark, markAsCase, speedMark } from './marks.ts';
import { type Options, options } from './options.ts';
import { benchmarkSteps, requiredTests } from './steps.ts';
import { unconfirmed } from './watched.ts';

const benchmarks: Check<typeof options> = {
  name: 'benchmarks',
  stage: 'second',
  options,
  plan(subject, chosen) {
    const { required, raced, watched, measured } = benchmarkSteps(subject, chosen);
    // While the reference is being recorded there is nothing to compare it with.
    if (subject.expected.length === 0) return planOf(required);
    return planOf([...required, ...raced, ...watched.values(), ...(measured ? [measured] : [])]);
  },
  judge(subject, chosen, outcomes): Judgement {
    const { required, raced, watched, measured } = benchmarkSteps(subject, chosen);
    if (measured === undefined) return fromZero('no benchmark is named');
    const selection = requiredTests(measured.dir, chosen);
    const right = prove(subject, required, selection, outcomes);
    const racing = prove(subject, raced, selection, outcomes);
    const tampering = [...right, ...racing].flatMap((one) => one.tampering);
    if (tampering.length > 0) return fromZero('not counted', { tampering });
    const passing = right.flatMap((one) => one.proofs);
    const wrong = wrongness(agreed(subject, selection, passing, racing));
    if (wrong !== undefined) return fromZero(`not counted: ${wrong}`);
    const reference = outcomes.compiled(measured.reference);
    if (!compiledWell(reference)) throw new Error(`the reference does not compile: ${oneLine(reference.stderr)}`);
    const run = outcomes.ran(measured);
    const contradictions = [...new Set(run.pairs.flatMap(contradictionsOf))];
    if (contradictions.length > 0) return fromZero('not counted', { tampering: contradictions });
    const doubts: Doubts = {
      counts: distrust(subject, racing),
      of: (benchmark) => {
        const step = watched.get(topLevel(benchmark));
        return step && unconfirmed(step, subject, outcomes);
      },
    };
    const marks = marksOf(subject, chosen, run, doubts);
    return judgement(subject, measured.dir, marks, run);
  },
};

export default benchmarks;

/** Why the code is not proven to be right; undefined when it is. */
function wrongness(proofs: readonly Agreed[]): string | undefined {
  if (proofs.length === 0) return 'no test proves that the code is right';
  const wrong = proofs.filter(({ verdict }) => verdict !== 'pass').length;
  if (wrong === 0) return undefined;
  const where = proofs.some(({ unconfirmed }) => unconfirmed) ? ' in the build with the race detector, too' : '';
  return `only right code can be fast, and ${wrong} of ${count(proofs.length, 'required test')} did not pass${where}`;
}

/** Why measurements are not to be believed; undefined where they are. */
interface Doubts {
  /** Allocations of all benchmarks. */
  readonly counts: string | undefined;
  /** All that one benchmark measured. */
  of(benchmark: string): string | undefined;
}

/** What the judge has noted, and clocks that cannot both be right. */
function contradictionsOf(pairs: BenchmarkPairs): readonly string[] {
  const hidden = hiddenTime(pairs);
  const clocks = `the clock of the process of ${pairs.benchmark} shows ${Math.round(hidden?.ms ?? 0)} ms less than the time seen from outside`;
  return [...(pairs.tampering ?? []), ...(hidden?.gross ? [clocks] : [])];
}

/** Why the process's own counts of allocations cannot be believed; undefined when they can. */
function distrust(subject: Subject, racing: readonly Proven[]): string | undefined {
  const [opening] = subject.openings;
  if (opening) return `unverified: the process counts them itself, and ${opening}`;
  const unbuilt = racing.find((one) => one.unbuilt)?.unbuilt;
  if (unbuilt) return `not counted: ${unbuilt.cause}`;
  const processes = racing.flatMap(({ proofs }) => proofs.flatMap((proof) => proof.processes));
  return processes.some(({ race }) => race !== '') ? 'not counted: a data race was reported' : undefined;
}

/** Every measurement with its part of the credit; the parts sum to 1. */
function marksOf(subject: Subject, chosen: Options, run: RunOutcome, doubts: Doubts): readonly Weighed[] {
  const { limits = [], speed = [], share = 0.5 } = chosen;
  const limited = limits.flatMap((limit) => {
    const marks = pairsOf(limit.benchmark, run, subject).flatMap((pairs) => limitMarks(limit, pairs));
    return marks.map((mark) => voided(mark, doubts.counts ?? doubts.of(limit.benchmark)));
  });
  const speeds = speed.flatMap((one) => {
    const marks = pairsOf(one.benchmark, run, subject).map((pairs) => speedMark(one, pairs));
    return marks.map((mark) => voided(mark, doubts.of(one.benchmark)));
  });
  const part = limited.length === 0 ? 0 : speeds.length === 0 ? 1 : share;
  const weighed = [
    ...limited.map((mark) => ({ mark, weight: part / limited.length })),
    ...speeds.map((mark) => ({ mark, weight: (1 - part) / speeds.length })),
  ];
  return weighed.filter(({ weight }) => weight > 0);
}

interface Weighed {
  readonly mark: Mark;
  readonly weight: number;
}

function judgement(subject: Subject, dir: string, marks: readonly Weighed[], run: RunOutcome): Judgement {
  const full = marks.every(({ mark }) => mark.credit === 1);
  return fromZero(summaryOf(marks.map(({ mark }) => mark)), {
    credit: full ? 1 : marks.reduce((sum, { mark, weight }) => sum + mark.credit * weight, 0),
    cases: marks.map(({ mark, weight }) => markAsCase(subject, dir, mark, weight)),
    ...explained(run),
    evidence: Object.fromEntries(marks.map(({ mark }) => [mark.name, mark.evidence])),
  });
}

/** A benchmark with sub-benchmarks is measured at each of them. */
function pairsOf(benchmark: string, run: RunOutcome, subject: Subject): readonly BenchmarkPairs[] {
  const found = run.pairs.filter(
    (pairs) => pairs.benchmark === benchmark || pairs.benchmark.startsWith(`${benchmark}/`),
  );
  const ours = found.find(({ problem }) => problem.startsWith('the reference: ') && !problem.endsWith('used up'));
  if (ours) throw new Error(`${ours.benchmark}: ${ours.problem}`);
  if (found.length > 0) return found;
  const problem = oneLine(run.cause) || (stepTrouble(run, subject.limits) ?? 'it did not run');
  return [{ benchmark, student: [], reference: [], problem }];
}

function voided(mark: Mark, doubt: string | undefined): Mark {
  return doubt === undefined ? mark : { ...mark, credit: 0, cause: doubt };
}

function summaryOf(marks: readonly Mark[]): string {
  const short = marks.filter(({ credit }) => credit < 1);
  if (short.length === 0) return `${count(marks.length, 'measurement')}, all within their limits`;
  const first = short[0]!;
  return `${first.name}: ${first.cause}${short.length > 1 ? ` (and ${short.length - 1} more)` : ''}`;
}
