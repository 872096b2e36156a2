/** `tests`: the hidden tests. Credit is the weighed share of the expected cases that passed; see go/weights.ts. */
import type { Check, Judgement, Subject } from '../check.ts';
import { distinct } from '../go/findings.ts';
import { type Proof, type Proven, prove } from '../go/proof.ts';
import { ONCE, planOf, testsSteps } from '../go/selection.ts';
import { count } from '../go/text.ts';
import { belowOf, weighAgain } from '../go/weigh-again.ts';
import { creditOf, type Weighed, weigh, weightOptions } from '../go/weights.ts';
import { agreed, secondBuild } from './agreement.ts';
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
    const proofs = agreed(
      proven.flatMap((one) => one.proofs),
      subject,
      chosen,
      outcomes,
    );
    const weighed = weigh(
      proofs.map((proof) => counted(proof, chosen)),
      chosen,
    );
    const tampering = proven.flatMap((one) => one.tampering);
    const ending = proven.find((one) => one.ending !== undefined)?.ending;
    const findings = [
      ...proven.flatMap((one) => one.unbuilt?.findings ?? []),
      ...crashFindings(subject, chosen, proofs),
    ];
    return {
      credit: tampering.length > 0 ? 0 : creditOf(weighed),
      summary: summaryOf(weighed, proven),
      cases: weighed.map((one) => ({ ...caseOf(subject, chosen, one.item, one.weight), ...belowOf(one) })),
      findings: distinct(findings),
      ...(ending ? { ending } : {}),
      tampering,
      evidence: { passed: passed(weighed), cases: weighed.length, ...groupCredits(weighed) },
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

type Item = Weighed<Proven['proofs'][number]>;

function passed(weighed: readonly Item[]): number {
  return weighed.filter(({ item }) => item.verdict === 'pass').length;
}

function summaryOf(weighed: readonly Item[], proven: readonly Proven[]): string {
  const unbuilt = proven.find((one) => one.unbuilt)?.unbuilt;
  const good = passed(weighed);
  if (weighed.length === 0) return 'no test of the reference solution belongs to this criterion';
  if (good === weighed.length) return good === 1 ? 'the test passed' : `all ${good} tests passed`;
  const flaky = weighed.filter(({ item }) => item.flaky && item.verdict !== 'pass').length;
  const unsteady = flaky === 0 ? '' : `, ${flaky} of the others only when run again`;
  const words = `${good} of ${count(weighed.length, 'test')} passed${unsteady}`;
  return unbuilt ? `${words}: ${unbuilt.cause}` : words;
}

/** Credit of each group, for people who want to see where the points went. */
function groupCredits(weighed: readonly Item[]): Record<string, unknown> {
  const groups = Map.groupBy(weighed, ({ group }) => group);
  groups.delete(undefined);
  if (groups.size === 0) return {};
  return { groups: Object.fromEntries([...groups].map(([name, cases]) => [name, creditOf(cases)])) };
}
