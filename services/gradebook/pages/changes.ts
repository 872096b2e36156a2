import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Difference, Moved, Told } from '#services/classroom/proposals/difference.ts';
import type { Proposal } from '#services/classroom/proposals/proposal.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from './layout.ts';
import { points, time } from './words.ts';

interface Course {
  readonly slug: string;
  readonly title: string;
  readonly timeZone: string;
}

/** Changes that move grades, open ones first. */
export function changesPage(
  course: Course,
  proposals: readonly Proposal[],
  regradable: Regradable,
  mayDecide: boolean,
): Page {
  const body = html`<h1>Changes</h1>
    <p class="lead">New points and rules come from the course's repository; where they would move a grade they wait here.
    Evidence stays as it is: what is applied can be taken back.</p>
    ${proposals.length === 0 ? html`<p>Nothing waits, and nothing was changed yet.</p>` : table(course, proposals)}
    ${mayDecide ? regradeForm(course, regradable) : ''}`;
  return { title: 'Changes', trail: trail(course), body };
}

/** What can be graded again. */
export interface Regradable {
  readonly assignments: readonly { readonly slug: string; readonly title: string }[];
  /** By name. */
  /** Names of those that can be judged alone, of any of them. */
  readonly criteria: readonly string[];
  readonly participants: readonly { readonly id: number; readonly name: string }[];
}

function table(course: Course, proposals: readonly Proposal[]): HtmlSafeString {
  return html`<div class="scroll" role="region" aria-label="Changes" tabindex="0"><table><thead><tr><th scope="col">Assignment</th>
    <th scope="col">What</th><th scope="col">Why</th><th scope="col">Made</th><th scope="col">State</th></tr></thead>
    <tbody>${proposals.map(
      (p) => html`<tr><th scope="row"><a href="/courses/${course.slug}/changes/${p.id}">${p.assignment.title}</a></th>
      <td class="word">${p.kind}</td><td>${visible(p.why, 200)}</td><td>${time(p.madeAt, course.timeZone)}, ${p.madeBy}</td>
      <td><span class="chip ${p.state === 'open' ? 'warning' : ''}">${p.state}</span></td></tr>`,
    )}</tbody></table></div>`;
}

function regradeForm(course: Course, { assignments, criteria, participants }: Regradable): HtmlSafeString {
  return html`<section><h2>Grade again</h2>
    <p>When tests, limits or the image have changed. It runs behind fresh pushes and beside the grades that count.
    Of one criterion alone, the results of the others are kept.</p>
    <form class="fields" method="post" action="/courses/${course.slug}/changes">
      <label>Assignment <select name="assignment">${assignments.map((a) => html`<option value="${a.slug}">${a.title}</option>`)}</select></label>
      <label>Whose <select name="participant"><option value="">everybody's</option>${participants.map((p) => html`<option value="${p.id}">${p.name}</option>`)}</select></label>
      <label>What <select name="criterion"><option value="">all criteria</option>${criteria.map((name) => html`<option value="${name}">${name} alone</option>`)}</select></label>
      <label>Why <input name="why" required maxlength="300" /></label>
      <button>Grade again</button></form></section>`;
}

/** What is to be seen of a change. */
export interface Looked {
  /** What is another, in words: points and rules of a rescore, of a regrade what judges. */
  readonly changes: readonly string[];
  /** Undefined once it was discarded or undone. */
  readonly difference: Difference | undefined;
}

/** One change: what is another, whose grade moves, by how much, and why. */
export function changePage(
  course: Course,
  proposal: Proposal,
  { changes, difference }: Looked,
  mayDecide: boolean,
  refusal?: string,
): Page {
  const { assignment, kind, state, why, madeBy, madeAt, decidedBy, decidedAt } = proposal;
  const alone = proposal.kind === 'regrade' ? proposal.change.criterion : undefined;
  const body = html`<h1>${kind === 'rescore' ? 'Rescore' : 'Regrade'} of ${assignment.title}</h1>
    <p class="lead">${visible(why, 300)}${alone === undefined ? '' : html` (<code>${alone}</code> alone)`}. Made ${time(madeAt, course.timeZone)} by ${madeBy}${
      decidedAt ? html`; ${state} ${time(decidedAt, course.timeZone)} by ${decidedBy}` : ''
    }.</p>
    ${refusal ? html`<div class="notice marked" role="alert"><p>${refusal}</p></div>` : ''}
    ${changes.length > 0 ? html`<ul class="what">${changes.map((one) => html`<li>${visible(one, 600)}</li>`)}</ul>` : ''}
    ${progress(proposal)}
    ${difference ? comparison(difference, course, assignment.slug) : ''}
    ${mayDecide ? buttons(course, proposal) : ''}`;
  const href = `/courses/${course.slug}/changes/${proposal.id}`;
  return {
    ...{ title: `${assignment.title}: ${kind}`, body, live: state === 'open' && proposal.running > 0 },
    trail: [...trail(course), { href, label: assignment.title }],
  };
}

function progress({ kind, runs, running, errored, behind, state }: Proposal): HtmlSafeString {
  if (kind !== 'regrade' || state !== 'open') return html``;
  const chip = (count: number, what: string) =>
    count > 0 ? html` <span class="chip errored">${count} ${what} and stay as they are</span>` : html``;
  const trouble = html`${chip(errored, 'failed on our side')}${chip(behind, 'have a newer result that counts')}`;
  if (running === 0) return html`<p>All ${runs} runs have ended.${trouble}</p>`;
  return html`<p>${runs - running} of ${runs} runs have ended.${trouble}</p>
    <progress max="${runs}" value="${runs - running}" aria-label="Runs that have ended"></progress>`;
}

/** Whose grade moves, by how much and why. */
export function comparison(
  { moved, raised, lowered, histogram }: Difference,
  course: Course,
  assignment: string,
): HtmlSafeString {
  if (moved.length === 0) return html`<p><strong>No grade moves.</strong></p>`;
  return html`<p><strong>${moved.length === 1 ? 'One grade moves' : `${moved.length} grades move`}</strong>: ${raised} up, ${lowered} down.</p>
    ${distribution(histogram)}
    <div class="scroll" role="region" aria-label="Grades that move" tabindex="0"><table class="numbers"><thead><tr><th scope="col">Participant</th>
    <th scope="col">Before</th><th scope="col">After</th><th scope="col">Difference</th><th scope="col">Why</th></tr></thead>
    <tbody>${moved.map((one) => movedRow(one, course, assignment))}</tbody></table></div>`;
}

function movedRow({ participant, before, after, why }: Moved, course: Course, assignment: string): HtmlSafeString {
  const href = `/courses/${course.slug}/participants/${participant.id}/${assignment}`;
  return html`<tr><th scope="row"><a href="${href}">${participant.name}</a></th><td>${told(before)}</td><td>${told(after)}</td>
    <td>${byHowMuch(before, after)}</td><td>${visible(why.join('; '), 1000)}</td></tr>`;
}

function told({ state, points: earned, maxPoints }: Told): string {
  return earned === undefined ? state : `${points(earned)} of ${points(maxPoints)}`;
}

function byHowMuch(before: Told, after: Told): string {
  const by = (after.points ?? 0) - (before.points ?? 0);
  return by === 0 ? '' : `${by > 0 ? '+' : '−'}${points(Math.abs(by))}`;
}

/** Both distributions as one table of bars: read by eye and by ear. */
function distribution({ before, after }: Difference['histogram']): HtmlSafeString {
  const most = Math.max(1, ...before, ...after);
  const bar = (n: number) => html`<td><meter min="0" max="${most}" value="${n}" aria-hidden="true"></meter> ${n}</td>`;
  return html`<table class="distribution"><caption>Grades by share of the points</caption>
    <thead><tr><th scope="col">Share</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
    <tbody>${before.map((n, i) => html`<tr><th scope="row">${i * 10}–${i * 10 + 10} %</th>${bar(n)}${bar(after[i] ?? 0)}</tr>`)}</tbody></table>`;
}

function buttons(course: Course, { id, state, running }: Proposal): HtmlSafeString {
  const action = `/courses/${course.slug}/changes/${id}`;
  const button = (decision: string, label: string, kind = '') =>
    html`<form class="row" method="post" action="${action}"><button class="${kind}" name="decision" value="${decision}">${label}</button></form>`;
  if (state === 'applied') return html`<p>${button('undo', 'Take it back', 'danger')}</p>`;
  if (state !== 'open') return html``;
  return html`<p class="decide">${running > 0 ? '' : button('apply', 'Apply')} ${button('discard', 'Discard', 'second')}</p>`;
}

function trail(course: Course) {
  return [
    { href: `/courses/${course.slug}`, label: course.title },
    { href: `/courses/${course.slug}/changes`, label: 'Changes' },
  ];
}
