/** `tests`: the hidden tests. Credit is the weighed share of the expected cases that passed; see go/weights.ts. */
import type { Check, Judgement, Subject } from '../check.ts';
import { type Agreed, agreed, secondBuild } from '../go/agreement.ts';
import { distinct } from '../go/findings.ts';
import { planOf } from '../go/plan.ts';
import { type Proof, type Proven, prove } from '../go/proof.ts';
import { raceFindings } from '../go/race.ts';
import { ONCE, testsSteps } from '../go/selection.ts';
import { count } from '../go/text.ts';
import { belowOf, weighAgain } from '../go/weigh-again.ts';
import { creditOf, type Weighed, weigh, weightOptions } from '../go/weights.ts';
import { caseOf, crashFindings } from './case.ts';
import { type Options, options } from './options.ts';

const tests: Check<typeof options> = {
  name: 'tests',
  options,
  weighing: { options: Object.keys(weightOptions) as (keyof Options)[], weigh: weighAgain },
  plan: (subject, chosen) => ({
    ...planOf([...steps(subject, chosen), ...secondBuild(subject, chosen)]),
    again: chosen.again ?? 1,
  }),
  judge(subject, chosen, outcomes): Judgement {
    const proven = prove(subject, steps(subject, chosen), chosen, outcomes);
    const proofs = proven.flatMap((one) => one.proofs);
    const counting = proofs.map((proof) => counted(proof, chosen));
    const raced = prove(subject, secondBuild(subject, chosen), chosen, outcomes);
    const weighed = weigh(agreed(subject, chosen, counting, raced), chosen);
    const open = weighed.flatMap(({ item }) => item.unconfirmed ?? []);
    const tampering = proven.flatMap((one) => one.tampering);
    const ending = proven.find((one) => one.ending !== undefined)?.ending;
    const findings = [
      ...proven.flatMap((one) => one.unbuilt?.findings ?? []),
      ...crashFindings(subject, chosen, proofs),
      ...raceFindings(subject, open),
    ];
    return {
      credit: tampering.length > 0 ? 0 : creditOf(weighed),
      summary: summaryOf(weighed, proven),
      cases: weighed.map((one) => ({ ...caseOf(subject, chosen, one.item, one.weight), ...belowOf(one) })),
      findings: distinct(findings),
      ...(ending ? { ending } : {}),
      tampering,
      evidence: {
        passed: passed(weighed),
        cases: weighed.length,
        ...(open.length > 0 ? { unconfirmed: open.length } : {}),
        ...groupCredits(weighed),
      },
    };
  },
};

export default tests;

/** What the teacher makes of a test that fails now and then. */
function counted(proof: Proof, { flaky }: Options): Proof {
  return proof.flaky && flaky === 'passes' ? { ...proof, verdict: 'pass' } : proof;
}

function steps(subject: Subject, chosen: Options) {
  return testsSteps(subject, chosen, { ...ONCE, count: chosen.count ?? 1 });
}

type Item = Weighed<Agreed>;

function passed(weighed: readonly Item[]): number {
  return weighed.filter(({ item }) => item.verdict === 'pass').length;
}

function summaryOf(weighed: readonly Item[], proven: readonly Proven[]): string {
  const unbuilt = proven.find((one) => one.unbuilt)?.unbuilt;
  const good = passed(weighed);
  if (weighed.length === 0) return 'no test of the reference solution belongs to this criterion';
  const open = openWords(weighed);
  if (good === weighed.length) return `${good === 1 ? 'the test passed' : `all ${good} tests passed`}${open}`;
  const flaky = weighed.filter(({ item }) => item.flaky && item.verdict !== 'pass').length;
  const unsteady = flaky === 0 ? '' : `, ${flaky} of the others only when run again`;
  const words = `${good} of ${count(weighed.length, 'test')} passed${unsteady}${open}`;
  return unbuilt ? `${words}: ${unbuilt.cause}` : words;
}

/** How many passed in the plain build alone. */
function openWords(weighed: readonly Item[]): string {
  const open = weighed.filter(({ item }) => item.unconfirmed);
  if (open.length === 0) return '';
  const which = open.some(({ item }) => item.verdict === 'pass') ? 'of them' : 'more';
  return `, ${open.length} ${which} without a confirmation by the build with the race detector`;
}

/** Credit of each group, for people who want to see where the points went. */
function groupCredits(weighed: readonly Item[]): Record<string, unknown> {
  const groups = Map.groupBy(weighed, ({ group }) => group);
  groups.delete(undefined);
  if (groups.size === 0) return {};
  return { groups: Object.fromEntries([...groups].map(([name, cases]) => [name, creditOf(cases)])) };
}
