import type { Case, Judgement, Visibility } from '#graders/check.ts';
import { type Look, visibilityOf } from '../rules/visibility.ts';
import type { CriterionOutcome, RunResult } from './run.ts';

/**
 * A run as somebody may see it: the one place where hidden things are taken out, for pages, API, comment and check run.
 * What is hidden is counted, never named; every visibility that remains is the one that holds just now.
 */
export function seenBy(run: RunResult, look: Look): RunResult {
  if (look.viewer === 'staff') return run;
  const criteria = run.criteria.map((outcome) => seenOutcome(outcome, look));
  const told = new Set(criteria.flatMap(({ judgement }) => judgement?.tampering ?? []));
  const tampering = new Set(run.tampering.map((text) => (told.has(text) ? text : UNTOLD)));
  return { ...run, criteria, tampering: [...tampering] };
}

/** Instead of a contradiction that may name a test which is not shown. */
const UNTOLD = 'Which test found it is not shown.';

function seenOutcome(outcome: CriterionOutcome, look: Look): CriterionOutcome {
  const { judgement } = outcome;
  const visibility = visibilityOf(outcome.criterion.visibility, look);
  const criterion = { ...outcome.criterion, visibility };
  if (!judgement) return { ...outcome, criterion };
  const seen = visibility === 'visible' ? withOpenCases(judgement, look) : closed(judgement, visibility);
  const hidden = judgement.cases.filter(({ name }) => !seen.cases.some((one) => one.name === name));
  const tampering = hidden.length > 0 ? [] : seen.tampering;
  return { ...outcome, criterion, judgement: { ...seen, tampering }, hiddenCases: hidden.length, hints: hintsOf(hidden) };
}

/** A teacher's hint is written for who does not see the test. */
function hintsOf(hidden: readonly Case[]): string[] {
  return [...new Set(hidden.flatMap(({ verdict, hint }) => (verdict !== 'pass' && hint ? [hint] : [])))];
}

function withOpenCases(judgement: Judgement, look: Look): Judgement {
  const cases = judgement.cases.map((one) => ({ ...one, visibility: visibilityOf(one.visibility, look) }));
  return { ...judgement, cases: cases.filter(({ visibility }) => visibility === 'visible') };
}

function closed({ credit }: Judgement, visibility: Visibility): Judgement {
  const summary = visibility === 'hidden' ? 'judged by hidden tests' : 'shown after the due date';
  return { credit, summary, cases: [], findings: [], tampering: [], evidence: {} };
}
