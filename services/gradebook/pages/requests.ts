import { type HtmlSafeString, html } from '@prairielearn/html';
import type { RegradeRequest } from '#services/classroom/requests/requests.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from './layout.ts';
import { regradeForm } from './regrade-form.ts';
import { time } from './words.ts';

interface Course {
  readonly slug: string;
  readonly title: string;
  readonly timeZone: string;
}

/** `deal`: teachers, who also set and regrade. */
interface May {
  readonly answer: boolean;
  readonly deal: boolean;
}

/** What students doubt: open requests with the form to answer them, then those that were answered. */
export function requestsPage(course: Course, requests: readonly RegradeRequest[], may: May): Page {
  const open = requests.filter(({ state }) => state === 'open');
  const answered = requests.filter(({ state }) => state !== 'open');
  const body = html`<h1>Requests</h1>
    <p class="lead">${standing(open, answered)}</p>
    ${may.deal && open.some(({ dealtTo }) => dealtTo === null) ? dealForm(course) : ''}
    ${open.map((request) => openRequest(course, request, may))}
    ${answered.length > 0 ? html`<section><h2>Answered</h2>${answered.map((r) => answeredRequest(course, r, may.deal))}</section>` : ''}`;
  const trail = [
    { href: `/courses/${course.slug}`, label: course.title },
    { href: `/courses/${course.slug}/requests`, label: 'Requests' },
  ];
  return { title: 'Requests', trail, body };
}

function standing(open: readonly RegradeRequest[], answered: readonly RegradeRequest[]): HtmlSafeString {
  if (open.length + answered.length === 0)
    return html`Students can ask for another look at a criterion on the page of their submission. Nobody has yet.`;
  const byHand = Map.groupBy(open, ({ dealtTo }) => (dealtTo === null ? 'dealt to nobody' : `dealt to ${dealtTo}`));
  const dealt = [...byHand].map(([to, theirs]) => `${theirs.length} ${to}`).join(', ');
  return html`${open.length} open${open.length > 0 ? html` (${dealt})` : ''}, ${answered.length} answered.`;
}

function dealForm({ slug }: Course): HtmlSafeString {
  return html`<form method="post" action="/courses/${slug}/requests/deal"><button class="second">Deal to assistants</button></form>`;
}

function openRequest(course: Course, request: RegradeRequest, may: May): HtmlSafeString {
  return html`<article class="card request" id="request-${request.id}">${headline(course, request)}
    ${may.deal ? acting(course, request) : ''}${may.answer ? answerForm(course, request) : ''}</article>`;
}

function headline(
  course: Course,
  { submissionId, participant, assignment, criterionTitle, reason, askedAt, dealtTo }: RegradeRequest,
): HtmlSafeString {
  return html`<h2><a href="/submissions/${submissionId}">${participant.name}: ${assignment.title}</a> <small>${criterionTitle}</small></h2>
    <blockquote>${visible(reason, 2000)}</blockquote>
    <p class="quiet">Asked ${time(askedAt, course.timeZone)}${dealtTo ? html`, dealt to ${dealtTo}` : ''}</p>`;
}

function answerForm({ slug }: Course, { id, participant, assignment }: RegradeRequest): HtmlSafeString {
  const grade = `/courses/${slug}/participants/${participant.id}/${assignment.slug}`;
  return html`<p class="quiet">An answer alone moves no points: see <a href="${grade}">how the grade came about</a>, where a teacher sets them.</p>
    <form class="fields" method="post" action="/courses/${slug}/requests/${id}">
    <label class="wide">Answer <textarea name="answer" required maxlength="2000"></textarea></label>
    <button name="state" value="granted">Grant</button> <button class="second" name="state" value="declined">Decline</button></form>`;
}

/** What moves points: nothing that is said alone does. */
function acting(
  { slug }: Course,
  { participant, assignment, criterion, criterionTitle }: RegradeRequest,
): HtmlSafeString {
  const grade = `/courses/${slug}/participants/${participant.id}/${assignment.slug}`;
  const hidden = { assignment: assignment.slug, participant: participant.id, criterion };
  return html`<p><a href="${grade}">Set the grade</a> on the page that says how it came about, or:</p>
    ${regradeForm(`/courses/${slug}/changes`, `${criterionTitle} alone`, hidden)}`;
}

function answeredRequest(course: Course, request: RegradeRequest, mayAct: boolean): HtmlSafeString {
  return html`<article class="card request">${headline(course, request)}${answerOf(request, course.timeZone)}
    ${mayAct && request.state === 'granted' ? acting(course, request) : ''}</article>`;
}

/** The answer, as student and staff read it. */
export function answerOf({ state, answer, answeredBy, answeredAt }: RegradeRequest, timeZone: string): HtmlSafeString {
  if (state === 'open') return html`<p><span class="chip">waits for an answer</span></p>`;
  return html`<p><span class="chip ${state === 'granted' ? '' : 'warning'}">${state}</span> ${visible(answer ?? '', 2000)}
    <small>${answeredBy}${answeredAt ? `, ${time(answeredAt, timeZone)}` : ''}</small></p>`;
}
