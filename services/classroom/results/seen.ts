import type { Case, Judgement, Visibility } from '#graders/check.ts';
import { type Look, visibilityOf } from '../rules/visibility.ts';
import { withoutHidden } from './hidden-names.ts';
import type { CriterionOutcome, RunResult } from './run.ts';

/**
 * A run as somebody may see it: the one place where hidden things are taken out, for pages, API, comment and check run.
 * What is hidden is counted, never named; every visibility that remains is the one that holds just now.
 */
export function seenBy(run: RunResult, look: Look): RunResult {
  if (look.viewer === 'staff') return run;
  const secret = secretsOf(run, look);
  const criteria = run.criteria.map((outcome) => seenOutcome(outcome, look, secret));
  const told = new Set(criteria.flatMap(({ judgement }) => judgement?.tampering ?? []));
  const tampering = new Set(run.tampering.map((text) => (told.has(text) ? text : UNTOLD)));
  return { ...run, criteria, tampering: [...tampering] };
}

/** Instead of a contradiction that may name a test which is not shown. */
const UNTOLD = 'Which test found it is not shown.';

/**
 * Names of tests of which it is said by themselves, not by their criterion, that they are not shown now. Another
 * criterion that runs the same tests, as the race detector's does, must not name them either.
 */
function secretsOf(run: RunResult, look: Look): ReadonlySet<string> {
  const names = run.criteria.flatMap(({ criterion, judgement }) =>
    (judgement?.cases ?? []).filter(
      ({ visibility }) => visibility !== criterion.visibility && visibilityOf(visibility, look) !== 'visible',
    ),
  );
  return new Set(names.map(({ name }) => name));
}

function seenOutcome(outcome: CriterionOutcome, look: Look, secret: ReadonlySet<string>): CriterionOutcome {
  const { judgement } = outcome;
  const { drop: _, ...row } = outcome.criterion;
  const visibility = visibilityOf(row.visibility, look);
  // Options name tests, as what is dropped does.
  const criterion = { ...row, visibility, options: {} };
  if (!judgement) return { ...outcome, criterion };
  const hidden = judgement.cases.filter((one) => visibility !== 'visible' || isHidden(one, look, secret));
  const seen = visibility === 'visible' ? opened(judgement, hidden) : closed(judgement, visibility);
  const tampering = hidden.length > 0 ? [] : seen.tampering;
  return {
    ...outcome,
    criterion,
    judgement: { ...seen, tampering },
    hiddenCases: hidden.length,
    hints: hintsOf(hidden),
  };
}

/** A teacher's hint is written for who does not see the test. */
function hintsOf(hidden: readonly Case[]): string[] {
  return [
    ...new Set(hidden.flatMap(({ verdict, hint, dropped }) => (verdict !== 'pass' && hint && !dropped ? [hint] : []))),
  ];
}

function isHidden({ name, visibility }: Case, look: Look, secret: ReadonlySet<string>): boolean {
  return secret.has(name) || visibilityOf(visibility, look) !== 'visible';
}

function opened(judgement: Judgement, hidden: readonly Case[]): Judgement {
  const seen = withoutHidden(judgement, hidden);
  return { ...seen, cases: seen.cases.map((one) => ({ ...one, visibility: 'visible' })) };
}

function closed({ credit }: Judgement, visibility: Visibility): Judgement {
  const summary = visibility === 'hidden' ? 'judged by hidden tests' : 'shown after the due date';
  return { credit, summary, cases: [], findings: [], tampering: [], evidence: {} };
}
