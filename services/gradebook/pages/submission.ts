import { type HtmlSafeString, html } from '@prairielearn/html';
import type { OwnChoice } from '#services/classroom/decisions/own-choice.ts';
import type { RegradeRequest } from '#services/classroom/requests/requests.ts';
import type { Remark } from '#services/classroom/results/marks.ts';
import type { RunResult } from '#services/classroom/results/run.ts';
import { isSettled, stateInWords } from '#services/classroom/results/state-words.ts';
import type { Attempt, HandIn, SubmissionResult } from '#services/classroom/results/submission.ts';
import type { Machine } from '#services/classroom/runs/machine.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { visible } from '#services/platform/text.ts';
import { saidAbout } from './code/said.ts';
import { codeView } from './code/view.ts';
import { criterionSection } from './criterion.ts';
import type { Page } from './layout.ts';
import { regradeForm } from './regrade-form.ts';
import { runFacts } from './run-facts.ts';
import { markingSection } from './submission-marks.ts';
import { requestsSection } from './submission-requests.ts';
import { ordinal, percent, points, time } from './words.ts';

export interface SubmissionPage {
  readonly submission: SubmissionResult;
  readonly attempts: readonly Attempt[];
  /** The commit's files, once fetched. */
  readonly files: FileTree | undefined;
  /** Of these, what is as in the starter. */
  readonly given?: ReadonlySet<string>;
  /** GitHub's address for people, without a trailing slash. */
  readonly githubUrl: string;
  /** What its participant doubted, and the answers. */
  readonly requests: readonly RegradeRequest[];
  /** Whoever looks is its participant. */
  readonly mayAsk: boolean;
  /** Whoever looks may mark it. */
  readonly mayMark: boolean;
  /** That judged the run. */
  readonly machines?: readonly Machine[];
  /** Whoever looks may have it graded again. */
  readonly mayRegrade?: boolean;
  readonly remarks: readonly Remark[];
  /** Of its participant, where the rules leave it to say which attempt counts. */
  readonly choice?: OwnChoice | undefined;
}

/** One submission: score, criteria, cases, code lines with findings, phases and versions. */
export function submissionPage(page: SubmissionPage): Page {
  const { submission: s } = page;
  const { run } = s;
  const title = `${s.assignment.title}: ${s.participant.name}`;
  const body = html`${headline(page)}
    ${s.purgedAt ? purged(time(s.purgedAt, s.course.timeZone)) : ''}
    ${run?.tampering.length ? tampering(run.tampering) : ''}
    ${run ? criteria(run) : ''}
    ${markingSection(page)}
    ${code(page)}
    ${requestsSection(page)}
    ${history(page)}
    ${run ? runFacts(run, page.machines ?? [], s.course.timeZone) : ''}
    ${page.mayRegrade && run ? regradeForm(`/submissions/${s.id}/regrade`, 'this commit') : ''}`;
  const trail = [
    { href: `/courses/${s.course.slug}`, label: s.course.title },
    { href: `/submissions/${s.id}`, label: title },
  ];
  const events = `/courses/${s.course.slug}/events?participant=${s.participant.id}`;
  // Nothing that it waits for matters to whoever marks it, and a reload would take away what they write.
  const live = !isSettled(s.state) && !(page.mayMark && run?.score);
  return { title, trail, body, live, events };
}

function headline({ submission: s, githubUrl, choice }: SubmissionPage): HtmlSafeString {
  const { owner, name } = s.repository;
  const participant = `/courses/${s.course.slug}/participants/${s.participant.id}`;
  const score = s.run?.score;
  const share = score && score.maxScore > 0 ? score.score / score.maxScore : 0;
  return html`<section class="headline">
    <div><h1>${s.assignment.title}</h1>
      <p class="lead"><a href="${participant}">${s.participant.name}</a> · ${s.attempt ? `${ordinal(s.attempt)} attempt` : 'practice'} ·
        <a href="${githubUrl}/${owner}/${name}/commit/${s.sha}"><code>${s.sha.slice(0, 7)}</code></a> in
        <a href="${githubUrl}/${owner}/${name}"><code>${owner}/${name}</code></a></p>
      <p><a href="${participant}/${s.assignment.slug}">How the grade came about</a></p>
      ${arrivals(s.handIns).map((h) => arrival(h, s.course.timeZone))}${choosing(s.id, choice)}</div>
    <div class="score">${
      score
        ? html`<span class="figure">${points(score.score)}</span><span class="of">of ${points(score.maxScore)}</span>
        <meter min="0" max="1" value="${share}" aria-label="Score"></meter><span class="share">${percent(share)}</span>`
        : ''
    }${score && s.state.state === 'done' && !s.state.unreported ? '' : standing(s)}</div>
  </section>`;
}

/** Where the rules leave it to the student which attempt counts. */
function choosing(id: number, choice: OwnChoice | undefined): HtmlSafeString {
  if (choice?.chosen) return html`<p><span class="chip">you chose this attempt</span></p>`;
  if (!choice?.may) return html``;
  return html`<form method="post" action="/submissions/${id}/choose"><button class="second">Let this attempt count</button></form>`;
}

/** A push and the pull request that it moved arrive together: one line says it. */
function arrivals(handIns: readonly HandIn[]): HandIn[] {
  const seen = new Map(handIns.toReversed().map((h) => [`${h.branch} ${h.tag} ${h.official}`, h]));
  return [...seen.values()].toReversed();
}

function arrival(h: HandIn, timeZone: string): HtmlSafeString {
  const where = h.tag ? `tag ${h.tag}` : h.branch ? `branch ${h.branch}` : '';
  return html`<p class="quiet">Received ${time(h.receivedAt, timeZone)}${h.senderLogin ? ` from ${h.senderLogin}` : ''}${
    where ? html`, <code>${where}</code>` : ''
  }${h.official ? '' : ', practice: not in the gradebook'}${h.proof ? `; ${proofs[h.proof]}` : ''}</p>`;
}

/** Said of a hand-in that GitHub did not bring us: why its time is to be believed. */
const proofs: Readonly<Record<NonNullable<HandIn['proof']>, string>> = {
  'delivery-log': "its delivery did not reach us, the time is that of GitHub's log",
  activity: "its delivery did not reach us, the time is that of the push in GitHub's activity",
  found: 'its delivery did not reach us, the time is that of our finding it',
};

/** The commit's state, by the word that the API has for it, and what it means. */
function standing({ state }: SubmissionResult): HtmlSafeString {
  return html`<div class="standing"><span class="chip ${state.state}">${state.state}</span>
    <p aria-live="polite">${stateInWords(state)}${
      state.state === 'superseded' ? html` <a href="/submissions/${state.by.submissionId}">See the newer one</a>` : ''
    }</p></div>`;
}

function purged(at: string): HtmlSafeString {
  return html`<section class="notice"><h2>Its files are no longer kept</h2>
    <p>They, and the texts of its results, were deleted on ${at}, as this course wants it for old commits. Points stay.</p></section>`;
}

function tampering(texts: readonly string[]): HtmlSafeString {
  return html`<section class="notice marked"><h2>The evidence contradicts itself</h2>
    <p>The criteria concerned give no points until a person has looked.</p><ul>${texts.map((t) => html`<li>${visible(t, 500)}</li>`)}</ul></section>`;
}

function code({ submission: { id: submissionId, run }, files, given = new Set(), remarks, mayMark }: SubmissionPage) {
  if (!files) return '';
  const remarked = { submissionId, remarks, mayMark };
  const open = mayMark && (run?.criteria ?? []).some(({ criterion }) => criterion.state === 'manual');
  return codeView({ ...remarked, files, given, said: saidAbout(run, remarked), open });
}

function criteria(run: RunResult): HtmlSafeString {
  if (run.criteria.length === 0) return html``;
  return html`<section><h2>${run.score ? 'Criteria' : 'Criteria so far'}</h2>${run.criteria.map((outcome) => criterionSection(outcome))}</section>`;
}

function history({ submission, attempts, mayMark }: SubmissionPage): HtmlSafeString {
  if (attempts.length + submission.runs.length < 3) return html``;
  return html`<section class="history"><h2>Attempts and runs</h2><ul>${attempts.map(
    (
      a,
    ) => html`<li><a href="/submissions/${a.submissionId}" ${a.submissionId === submission.id ? html`aria-current="page"` : ''}>
      ${ordinal(a.number)} attempt <code>${a.sha.slice(0, 7)}</code></a> ${time(a.receivedAt, submission.course.timeZone)}${
        mayMark && a.submissionId !== submission.id
          ? html` · <a href="/submissions/${submission.id}/compare/${a.submissionId}">what changed</a>`
          : ''
      }</li>`,
  )}</ul>
  ${
    submission.runs.length > 1
      ? html`<ul>${submission.runs.map(
          (r) =>
            html`<li><a href="/submissions/${submission.id}?run=${r.id}">run ${r.id}</a> ${r.state}${r.counts ? ', counts' : ''}</li>`,
        )}</ul>`
      : ''
  }</section>`;
}
