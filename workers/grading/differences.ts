/** Where a run that was judged again says something else than what was recorded of it. */
import type { Case, Judgement } from '#graders/check.ts';
import type { RecordedCriterion, RecordedRun } from '#services/classroom/runs/recorded.ts';
import type { GradedRun } from './graded-run.ts';
import type { CriterionResult } from './rubric.ts';

export interface Difference {
  /** Name of the criterion; empty for the run as a whole. */
  readonly criterion: string;
  /** `credit`, `state`, `ending`, `tampering`, `judging`, or `case NAME`. */
  readonly what: string;
  readonly recorded: string;
  readonly again: string;
}

const NOTHING = '-';

/** `tolerance` (0..1): credits that are no further apart count as equal. */
export function differencesOf(recorded: RecordedRun, again: GradedRun, tolerance: number): readonly Difference[] {
  const names = new Set([...recorded.criteria, ...again.criteria].map(({ name }) => name));
  const byName = <T extends { readonly name: string }>(all: readonly T[], name: string) =>
    all.find((one) => one.name === name);
  return [
    ...unequal('', 'judging', recorded.mode ?? NOTHING, again.integrity.mode),
    ...[...names].flatMap((name) =>
      criterionDifferences(name, byName(recorded.criteria, name), byName(again.criteria, name), tolerance),
    ),
  ];
}

function criterionDifferences(
  name: string,
  recorded: RecordedCriterion | undefined,
  again: CriterionResult | undefined,
  tolerance: number,
): Difference[] {
  if (!recorded || !again) return unequal(name, 'state', recorded?.state ?? NOTHING, again?.state ?? NOTHING);
  const [before, after] = [recorded.judgement ?? undefined, again.judgement];
  return [
    ...unequal(name, 'state', recorded.state, again.state),
    ...creditDifferences(name, recorded, after, tolerance),
    ...unequal(name, 'ending', before?.ending ?? 'exited', after?.ending ?? 'exited'),
    ...unequal(name, 'tampering', tampered(before), tampered(after)),
    ...caseDifferences(name, before?.cases ?? [], after?.cases ?? []),
  ];
}

/** The credit of the row gives the points, that of the judgement its reasons: somebody may have changed one of them. */
function creditDifferences(
  name: string,
  { credit, judgement }: RecordedCriterion,
  after: Judgement | undefined,
  tolerance: number,
): Difference[] {
  const again = after?.credit ?? 0;
  const apart = [credit, judgement?.credit ?? 0].find((one) => Math.abs(one - again) > tolerance);
  return apart === undefined ? [] : [{ criterion: name, what: 'credit', recorded: `${apart}`, again: `${again}` }];
}

function caseDifferences(criterion: string, before: readonly Case[], after: readonly Case[]): Difference[] {
  const verdicts = (cases: readonly Case[]) => new Map(cases.map(({ name, verdict }) => [name, verdict]));
  const [one, other] = [verdicts(before), verdicts(after)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((name) =>
    unequal(criterion, `case ${name}`, one.get(name) ?? NOTHING, other.get(name) ?? NOTHING),
  );
}

function tampered(judgement: Judgement | undefined): string {
  return judgement && judgement.tampering.length > 0 ? 'yes' : 'no';
}

function unequal(criterion: string, what: string, recorded: string, again: string): Difference[] {
  return recorded === again ? [] : [{ criterion, what, recorded, again }];
}
