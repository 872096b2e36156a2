import { type HtmlSafeString, html } from '@prairielearn/html';
import type { AboutParticipant } from '#services/classroom/decisions/about.ts';
import type { OtherCommit, WorkRepository } from '#services/classroom/decisions/commits.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { RunResult } from '#services/classroom/results/run.ts';
import type { RuledAssignment } from '#services/classroom/rules/facts.ts';
import type { Grade } from '#services/classroom/rules/grade.ts';
import type { Machine } from '#services/classroom/runs/machine.ts';
import type { Page } from '../layout.ts';
import { type Said, said } from '../roster/roster.ts';
import { runFacts } from '../run-facts.ts';
import { courseTabs } from '../tabs.ts';
import { percent, points } from '../words.ts';
import { attemptsSection } from './attempts.ts';
import { datesSection } from './dates.ts';
import { decisionsSection } from './decisions.ts';
import { sumSection } from './sum.ts';

export interface CellView {
  readonly access: Access;
  readonly participant: AboutParticipant;
  /** Who handed it in: the participant, or its group. */
  readonly owner: AboutParticipant;
  readonly assignment: RuledAssignment;
  readonly grade: Grade;
  /** The run that the grade is of. */
  readonly run: RunResult | undefined;
  /** That judged it. */
  readonly machines: readonly Machine[];
  /** Late days of the whole course. */
  readonly slipDays: { readonly spent: number; readonly left: number };
  /** Of the participant, for this assignment; undefined: the viewer decides nothing. */
  readonly repositories: readonly WorkRepository[] | undefined;
  /** Of these, what is no attempt. */
  readonly others: readonly OtherCommit[];
  /** Submissions that a teacher handed in. */
  readonly takeable: ReadonlySet<number>;
  readonly said?: Said | undefined;
}

/** One grade, unfolded: everything that it came from, and for staff what can be decided about it. */
export function cellPage(view: CellView): Page {
  const { access, participant, owner, assignment, grade } = view;
  const base = `/courses/${access.course.slug}/participants/${participant.id}`;
  const body = html`${headline(view)}
    ${said(view.said)}
    ${owner.id === participant.id ? '' : ofGroup(view)}
    ${sumSection(view)}
    ${datesSection(assignment, grade.why.deadline, access.course.timeZone)}
    ${attemptsSection(view)}
    ${view.repositories ? decisionsSection(view, view.repositories) : ''}
    ${view.run ? runFacts(view.run, view.machines, access.course.timeZone) : ''}`;
  return {
    ...{ title: `${assignment.title}: ${participant.name}`, body },
    tabs: courseTabs(access, access.participants.includes(participant.id) ? 'My work' : 'Gradebook'),
    trail: [
      { href: `/courses/${access.course.slug}`, label: access.course.title },
      { href: base, label: participant.name },
      { href: `${base}/${assignment.slug}`, label: assignment.title },
    ],
  };
}

const states: Readonly<Record<Grade['state'], string>> = {
  open: 'Nothing was handed in yet, and it still can be.',
  missing: 'Nothing was handed in, and it is due.',
  waiting: 'There is no result yet.',
  graded: '',
  excused: 'Excused: it is outside every total.',
};

/** Of who pushed and has no attempt by it. */
const uncounted: Readonly<Partial<Record<Grade['state'], string>>> = {
  open: 'Nothing that was pushed counts so far: why stands at each of the pushes below. There still is time.',
  missing: 'It is due, and nothing that was pushed counts: why stands at each of the pushes below.',
};

function headline({ participant, assignment, grade, access }: CellView): HtmlSafeString {
  const { points: earned, maxPoints, state, why } = grade;
  const inWords = (why.attempts.length > 0 ? uncounted[state] : undefined) ?? states[state];
  return html`<section class="headline"><div><h1>${assignment.title}</h1>
    <p class="lead"><a href="/courses/${access.course.slug}/participants/${participant.id}">${participant.name}</a> · how this grade came about</p>
    ${inWords ? html`<p>${inWords}</p>` : ''}</div>
    <div class="score">${
      earned === undefined
        ? html`<span class="chip ${state}">${state}</span>`
        : html`<span class="figure">${points(earned)}</span><span class="of">of ${points(maxPoints)}</span>
      <meter min="0" max="1" value="${maxPoints > 0 ? Math.min(1, earned / maxPoints) : 0}" aria-label="Grade"></meter>
      <span class="share">${maxPoints > 0 ? percent(earned / maxPoints) : ''}</span>`
    }</div></section>`;
}

function ofGroup({ owner, access, assignment }: CellView): HtmlSafeString {
  const href = `/courses/${access.course.slug}/participants/${owner.id}/${assignment.slug}`;
  return html`<section class="notice"><p>It is the work of the group <a href="${href}">${owner.name}</a>, whose grade its members have.</p></section>`;
}
