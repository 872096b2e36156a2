import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Acceptable } from '#services/classroom/accepting/acceptable.ts';
import { type Acceptance, STEPS, type Step } from '#services/classroom/accepting/acceptance.ts';
import type { Page } from '../layout.ts';
import { time } from '../words.ts';
import { about, trailOf } from './accept.ts';

const words: Readonly<Record<Exclude<Step, 'done'>, string>> = {
  repository: 'A private repository',
  starter: 'The starter code in it',
  access: 'Access to it',
  feedback: 'The pull request for feedback',
};

/** What is being made for somebody who has accepted; shown live until it is done. */
export function progressPage(assignment: Acceptable, acceptance: Acceptance, githubUrl: string, now: Date): Page {
  const { step, error } = acceptance;
  const done = step === 'done';
  const body = html`${about(assignment)}
    ${done ? repositoryCard(assignment, acceptance, githubUrl) : ''}
    ${error ? failed(error) : waiting(acceptance, assignment, now)}
    ${done ? '' : html`<ol class="steps">${STEPS.map((each) => stepItem(each, acceptance))}</ol>`}`;
  return { title: assignment.title, trail: trailOf(assignment), body, live: !done && !error };
}

function stepItem(step: Step, { step: next, error }: Acceptance): HtmlSafeString {
  if (step === 'done') return html``;
  const past = STEPS.indexOf(step) < STEPS.indexOf(next);
  const here = step === next;
  const chip = past
    ? html`<span class="chip pass">done</span>`
    : here
      ? html`<span class="chip ${error ? 'fail' : 'running'}">${error ? 'stopped' : 'under way'}</span>`
      : '';
  return html`<li class="${here && error ? 'failed' : ''}"><h2>${words[step]} ${chip}</h2></li>`;
}

function waiting({ notBefore, step }: Acceptance, { course }: Acceptable, now: Date): HtmlSafeString {
  if (step === 'done' || notBefore <= now) return html``;
  return html`<p role="status">GitHub asks us to wait. It goes on by itself at ${time(notBefore, course.document.timeZone)};
    leave this page open, or come back later.</p>`;
}

function failed(error: string): HtmlSafeString {
  return html`<section class="notice" role="alert"><h2>It stopped</h2><p>${error}</p>
    <form class="accept" method="post"><button>Try again</button></form></section>`;
}

function repositoryCard({ groups, course }: Acceptable, { repository }: Acceptance, githubUrl: string): HtmlSafeString {
  const url = `${githubUrl}/${repository}`;
  // The members of a group get in by their team, and into that by the organisation.
  const invitation = groups ? `${githubUrl}/orgs/${repository?.split('/')[0]}/invitation` : `${url}/invitations`;
  return html`<section class="notice" role="status"><h2>Your repository is ready</h2>
    <p class="go"><a class="button" href="${url}">${repository}</a></p>
    <ol><li>If GitHub says that it is not there, <a href="${invitation}">take up the invitation</a> first.</li>
    <li><code>git clone ${url}.git</code></li>
    <li>Work, commit, <code>git push</code>. The result of each push appears as a check on its commit, in the
      <a href="${url}/pulls">pull request Feedback</a>, and on <a href="/courses/${course.document.slug}/me">your page of the course</a>.</li></ol></section>`;
}
