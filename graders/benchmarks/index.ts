/**
 * `benchmarks`: allocations against hard limits, speed as the median ratio of interleaved pairs against the reference
 * in the same container. Only right code can be fast: the required tests must pass, or nothing counts; allocations,
 * which the student's process counts itself, count only when no race was reported.
 */
import type { Check, Judgement, Outcomes, Subject } from '../check.ts';
import { compiledWell } from '../go/compiler.ts';
import { prove } from '../go/proof.ts';
import { planOf, selected, type TestsStep } from '../go/selection.ts';
import { count, oneLine } from '../go/text.ts';
import { stepTrouble } from '../go/words.ts';
import type { BenchmarkPairs, RunOutcome } from '../steps.ts';
import { limitMarks, type Mark, markAsCase, speedMark } from './marks.ts';
import { type Options, options } from './options.ts';
import { type BenchmarksStep, benchmarkSteps, requiredTests } from './steps.ts';

const benchmarks: Check<typeof options> = {
  name: 'benchmarks',
  options,
  plan(subject, chosen) {
    const { required, raced, measured } = benchmarkSteps(subject, chosen);
    // While the reference is being recorded there is nothing to compare it with.
    if (subject.expected.length === 0) return planOf(required);
    return planOf([...required, ...raced, ...(measured ? [measured] : [])]);
  },
  judge(subject, chosen, outcomes): Judgement {
    const { required, raced, measured } = benchmarkSteps(subject, chosen);
    if (measured === undefined) return nothing('no benchmark is named');
    const right = proofsOf(subject, chosen, required, outcomes);
    const tampering = right.flatMap((one) => one.tampering);
    if (tampering.length > 0) return { ...nothing('not counted'), tampering };
    const proofs = right.flatMap((one) => one.proofs);
    const wrong = proofs.filter(({ verdict }) => verdict !== 'pass').length;
    if (wrong > 0) {
      return nothing(
        `not counted: only right code can be fast, and ${wrong} of ${count(proofs.length, 'required test')} did not pass`,
      );
    }
    if (proofs.length === 0) return nothing('not counted: no test proves that the code is right');
    return measure(subject, chosen, measured, trustedCounts(subject, chosen, raced, outcomes), outcomes);
  },
};

export default benchmarks;

function proofsOf(subject: Subject, chosen: Options, steps: readonly TestsStep[], outcomes: Outcomes) {
  return steps
    .filter((step) => step.tests !== null)
    .map((step) => prove(subject, step, selected(subject, requiredTests(step.dir, chosen)), outcomes));
}

/** Why the process's own counts cannot be believed; empty when they can. */
function trustedCounts(subject: Subject, chosen: Options, raced: readonly TestsStep[], outcomes: Outcomes): string {
  const proven = proofsOf(subject, chosen, raced, outcomes);
  const unbuilt = proven.find((one) => one.unbuilt)?.unbuilt;
  if (unbuilt) return `not counted: ${unbuilt.cause}`;
  const processes = proven.flatMap(({ proofs }) => proofs.flatMap((proof) => proof.processes));
  return processes.some(({ race }) => race !== '') ? 'not counted: a data race was reported' : '';
}

function measure(
  subject: Subject,
  chosen: Options,
  step: BenchmarksStep,
  distrust: string,
  outcomes: Outcomes,
): Judgement {
  if (!compiledWell(outcomes.compiled(step.reference)))
    throw new Error('the benchmarks of the reference do not compile');
  const run = outcomes.ran(step);
  const pairsOf = (name: string) => run.pairs.find(({ benchmark }) => benchmark === name) ?? absent(subject, name, run);
  const { limits = [], speed = [] } = chosen;
  const limited = limits
    .flatMap((limit) => limitMarks(limit, pairsOf(limit.benchmark)))
    .map((mark) => (distrust ? voided(mark, distrust) : mark));
  const speeds = speed.map((one) => speedMark(one, pairsOf(one.benchmark)));
  const share = limited.length === 0 ? 0 : speeds.length === 0 ? 1 : (chosen.share ?? 0.5);
  const weighed = [
    ...limited.map((mark) => ({ mark, weight: share / limited.length })),
    ...speeds.map((mark) => ({ mark, weight: (1 - share) / speeds.length })),
  ];
  const full = weighed.every(({ mark }) => mark.credit === 1);
  return {
    credit: full ? 1 : weighed.reduce((sum, { mark, weight }) => sum + mark.credit * weight, 0),
    summary: summaryOf(weighed.map(({ mark }) => mark)),
    cases: weighed
      .filter(({ weight }) => weight > 0)
      .map(({ mark, weight }) => markAsCase(subject, step.dir, mark, weight)),
    findings: [],
    ...(run.ending === 'exited' ? {} : { ending: run.ending }),
    tampering: [],
    evidence: Object.fromEntries(weighed.map(({ mark }) => [mark.name, mark.evidence])),
  };
}

function absent(subject: Subject, benchmark: string, run: RunOutcome): BenchmarkPairs {
  const problem = oneLine(run.cause) || (stepTrouble(run, subject.limits) ?? 'it did not run');
  return { benchmark, student: [], reference: [], problem };
}

function voided(mark: Mark, cause: string): Mark {
  return { ...mark, credit: 0, cause };
}

function summaryOf(marks: readonly Mark[]): string {
  const short = marks.filter(({ credit }) => credit < 1);
  if (short.length === 0) return `${count(marks.length, 'measurement')}, all within their limits`;
  const first = short[0]!;
  return `${first.name}: ${first.cause}${short.length > 1 ? ` (and ${short.length - 1} more)` : ''}`;
}

function nothing(summary: string): Judgement {
  return { credit: 0, summary, cases: [], findings: [], tampering: [], evidence: {} };
}
