import { type HtmlSafeString, html } from '@prairielearn/html';
import type { RuledAssignment } from '#services/classroom/rules/facts.ts';
import type { Deadline } from '#services/classroom/rules/grade.ts';
import { visible } from '#services/platform/text.ts';
import { percent, time } from '../words.ts';

/** The dates that hold for this participant, and the rules that are applied to them. */
export function datesSection({ rules }: RuledAssignment, deadline: Deadline, timeZone: string): HtmlSafeString {
  const { regular, due, lateFrom, cutoff, extension } = deadline;
  const at = (date: Date | undefined) => date && time(date, timeZone);
  const moved = extension && regular?.getTime() !== due?.getTime();
  return html`<section><h2>Dates and rules</h2><dl class="facts">
    ${fact('Opened', at(rules.opens ? new Date(rules.opens) : undefined))}
    ${fact('Due', due ? html`${at(due)}${moved ? html` <small>everybody: ${at(regular)}</small>` : ''}` : 'no due date')}
    ${fact('Extension', extension && visible(extension.reason, 300))}
    ${fact('Late from', lateFrom && lateFrom.getTime() !== due?.getTime() ? html`${at(lateFrom)} <small>after the grace period</small>` : undefined)}
    ${fact('Cut-off', cutoff && html`${at(cutoff)} <small>what comes later does not count</small>`)}
    ${due && rules.late.perDay > 0 ? fact('A late day costs', `${percent(rules.late.perDay)}${rules.late.cap < 1 ? `, ${percent(rules.late.cap)} at most` : ''}`) : ''}
    ${fact('What counts', counts[rules.counts])}
    ${fact('Attempts', rules.attempts === undefined ? undefined : `${rules.attempts} at most`)}
    ${fact('Times', `are in ${timeZone}`)}</dl></section>`;
}

const counts = {
  last: 'the last attempt',
  best: 'the best attempt',
  chosen: 'the attempt that its student chooses, else the last',
} as const;

function fact(name: string, value: string | HtmlSafeString | undefined): HtmlSafeString {
  return value === undefined ? html`` : html`<dt>${name}</dt><dd>${value}</dd>`;
}
