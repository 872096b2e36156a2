import type { Case, CriterionOutcome, RunResult } from '#services/classroom/results/run.ts';
import { droppedWords } from '#services/classroom/weighing.ts';
import { cell, fence, plain, span } from './inert.ts';

const shownCases = 12;

/** The table of criteria, without what a student must not see. */
export function criteriaTable(run: RunResult): string {
  const rows = run.criteria.map(
    (outcome) => `| ${mark(outcome)} | ${plain(outcome.criterion.title)} | ${worth(outcome)} | ${why(outcome)} |`,
  );
  return ['| | criterion | points | why |', '|---|---|---:|---|', ...rows].join('\n');
}

/** What lost points, case by case, most important first; only visible cases. */
export function lostCases(run: RunResult): string {
  const lost = run.criteria.flatMap((outcome) => open(outcome).map((c) => ({ outcome, c })));
  const shown = lost.slice(0, shownCases).map(({ outcome, c }) => oneCase(outcome, c));
  const more = lost.length > shownCases ? [`…and ${lost.length - shownCases} more on the page.`] : [];
  return [...shown, ...more].join('\n\n');
}

/** Hidden cases are counted, never named. */
export function open(outcome: CriterionOutcome): Case[] {
  return (outcome.judgement?.cases ?? []).filter(
    (c) => c.verdict !== 'pass' && c.visibility === 'visible' && c.dropped === undefined,
  );
}

function oneCase({ criterion }: CriterionOutcome, c: Case): string {
  return [
    `**${plain(criterion.title)}**: ${span(c.name)} ${c.verdict === 'fail' ? 'failed' : c.verdict}${c.flaky ? ', but passed when it was run again' : ''}`,
    c.got === undefined ? span(c.cause ?? '', 500) : values(c),
    ...(c.hint ? [`> ${plain(c.hint, 600)}`] : []),
    ...(c.got === undefined && c.output ? [fence(c.output, 1500)] : []),
    ...(c.reproduce ? [fence(c.reproduce, 300)] : []),
  ].join('\n\n');
}

function values({ input, got, want }: Case): string {
  const rows = [...(input ? [['input', input]] : []), ['got', got ?? ''], ['want', want ?? '']];
  return rows.map(([word, value]) => `- ${word} ${span(value ?? '', 500)}`).join('\n');
}

function mark({ scored }: CriterionOutcome): string {
  if (scored.state !== 'judged') return '·';
  return scored.credit === 1 ? '✓' : scored.credit === 0 ? '✗' : '◐';
}

function worth({ criterion, scored }: CriterionOutcome): string {
  if (scored.state === 'pending') return `(${criterion.points})`;
  if (scored.state === 'unmarked') return `– / ${criterion.points}`;
  if (criterion.penalty > 0) return scored.points < 0 ? `−${-scored.points}` : '';
  return criterion.points === 0 ? '' : `${scored.points} / ${criterion.points}`;
}

function why(outcome: CriterionOutcome): string {
  return [reason(outcome), droppedWords(outcome.dropped)].filter(Boolean).join('; ');
}

function reason({ scored, judgement, criterion, mark }: CriterionOutcome): string {
  if (scored.state === 'unmarked') return 'a person marks this';
  if (mark) return cell(mark.comment || 'marked by a person');
  if (scored.state === 'pending') return 'its check is not built yet; outside the maximum';
  if (scored.state === 'unreached') return 'not reached';
  if (criterion.visibility === 'visible') return judgement?.summary ? cell(judgement.summary) : '';
  return criterion.visibility === 'hidden' ? 'judged by hidden tests' : 'shown after the due date';
}
