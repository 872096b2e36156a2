import { type HtmlSafeString, html } from '@prairielearn/html';
import type { CriterionOutcome, RunResult } from '#services/classroom/results/run.ts';
import type { Counting, Grade } from '#services/classroom/rules/grade.ts';
import { droppedWords } from '#services/classroom/weighing.ts';
import { visible } from '#services/platform/text.ts';
import { keptWords, worth } from '../criterion.ts';
import { percent, points } from '../words.ts';
import type { CellView } from './cell.ts';

/** The grade as a sum: what the criteria earned, what lateness took, what a person set. */
export function sumSection({ grade, run, slipDays }: CellView): HtmlSafeString {
  const { counting, override, waiting } = grade.why;
  if (!counting && !override) return html``;
  return html`<section><h2>The sum</h2>
    <table class="sum"><tbody>${counting ? html`${criteriaRows(counting, run)}${lateRows(counting, slipDays)}` : ''}
      ${override ? overrideRow(override) : ''}</tbody></table>
    ${counting?.raw.unmarked ? html`<p>${points(counting.raw.unmarked)} points of it are still to be marked by a person.</p>` : ''}
    ${counting?.marked ? html`<p><span class="chip marked">look at it</span> The evidence of this run contradicts itself.</p>` : ''}
    ${waiting > 0 ? html`<p>${waiting === 1 ? 'A later attempt has' : `${waiting} later attempts have`} no result yet; the grade may change.</p>` : ''}</section>`;
}

/** Row by row where the run says the same sum; marks of people stand in the sum alone. */
function criteriaRows({ raw, submissionId }: Counting, run: RunResult | undefined): HtmlSafeString {
  const criteria = run?.score?.score === raw.points ? run.criteria : [];
  return html`${criteria.map((outcome) => (outcome.scored.state === 'pending' ? '' : criterionRow(outcome)))}
    ${row(html`<a href="/submissions/${submissionId}">Sum of the criteria</a>`, `${points(raw.points)} of ${points(raw.maxPoints)}`, '', 'total')}`;
}

function criterionRow(outcome: CriterionOutcome): HtmlSafeString {
  const { criterion, scored } = outcome;
  const value = scored.maxPoints > 0 ? `${points(scored.points)} of ${points(scored.maxPoints)}` : worth(outcome);
  return row(
    visible(criterion.title, 200),
    value,
    scored.state === 'unreached'
      ? 'not reached'
      : [droppedWords(outcome.dropped), keptWords(outcome)].filter(Boolean).join('; '),
  );
}

function lateRows(counting: Counting, budget: CellView['slipDays']): HtmlSafeString {
  const { daysLate, slipDays, share, capped, deduction, points: left } = counting;
  if (daysLate === 0) return row('Lateness', '0', 'in time');
  const spent = slipDays > 0 ? `${days(slipDays)} of the late days that everybody has (${budget.left} left)` : '';
  const cost =
    share > 0 ? `${percent(share)}${capped ? ', which is the most that lateness costs' : ''}` : 'costs nothing';
  const why = [`${days(daysLate)} late`, spent, cost].filter(Boolean).join('; ');
  return html`${row('Lateness', deduction > 0 ? `−${points(deduction)}` : '0', why)}${row('As computed', points(left), '', 'total')}`;
}

function overrideRow({ points: set, reason, setBy }: NonNullable<Grade['why']['override']>): HtmlSafeString {
  const value = set === undefined ? 'excused' : points(set);
  return row('Set by a teacher', value, html`${visible(reason, 500)} <small>${setBy}</small>`, 'total');
}

function row(
  name: string | HtmlSafeString,
  value: string,
  why: string | HtmlSafeString = '',
  kind: 'total' | '' = '',
): HtmlSafeString {
  return html`<tr class="${kind}"><th scope="row">${name}</th><td class="value">${value}</td><td>${why}</td></tr>`;
}

function days(count: number): string {
  return count === 1 ? 'one day' : `${count} days`;
}
