import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Acceptable } from '#services/classroom/accepting/acceptable.ts';
import type { OwnGroup } from '#services/classroom/accepting/own-group.ts';
import type { Group } from '#services/classroom/roster/groups.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { points, time } from '../words.ts';

export interface AcceptPage {
  readonly assignment: Acceptable;
  readonly login: string;
  /** For a group assignment: the groups that it could be accepted with as they are. */
  readonly own: readonly OwnGroup[];
  /** Groups that may be joined. */
  readonly groups: readonly Group[];
  /** The repository that is theirs already, wherever it came from; undefined: none is known. */
  readonly repository?: OwnRepository | undefined;
  /** Why it cannot be accepted, in words; undefined: it can. */
  readonly obstacle: string | undefined;
  /** What was wrong with the last try. */
  readonly problem?: string | undefined;
}

/** A repository at GitHub, and where an invitation to it would be. */
export interface OwnRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly url: string;
}

/** What an assignment is about, and the button that makes its repository. */
export function acceptPage(page: AcceptPage): Page {
  const { assignment, obstacle, problem } = page;
  const body = html`${about(assignment)}
    ${problem ? html`<p class="chip fail" role="alert">${problem}</p>` : ''}
    ${page.repository ? thereAlready(page.repository, assignment) : ''}
    ${obstacle ? html`<section class="notice"><p>${obstacle}</p></section>` : assignment.groups ? groupForms(page) : soloForm(page)}`;
  return { title: assignment.title, trail: trailOf(assignment), body };
}

export function trailOf({ course: { document }, slug, title }: Acceptable): Page['trail'] {
  return [
    { href: `/courses/${document.slug}/me`, label: document.title },
    { href: `/a/${document.slug}/${slug}`, label: title },
  ];
}

export function about({ title, document, rules, groups, course }: Acceptable): HtmlSafeString {
  const most = document.rubric.reduce((sum, row) => sum + (row.state === 'judged' ? row.points : 0), 0);
  const due = rules?.due ? `due ${time(new Date(rules.due), course.document.timeZone)}` : 'no due date';
  return html`<h1>${title}</h1>${document.summary ? html`<p class="lead">${document.summary}</p>` : ''}
    <p class="quiet">${points(most)} points, ${due}, ${groups ? 'in groups' : 'on your own'}</p>`;
}

/** Made by GitHub Classroom, or in another way before somebody came here. */
function thereAlready({ name, url }: OwnRepository, { groups }: Acceptable): HtmlSafeString {
  return html`<section class="notice"><h2>${groups ? 'Your group has' : 'You have'} a repository for it already</h2>
    <p class="go"><a class="button" href="${url}">${visible(name, 200)}</a></p>
    <p>What is pushed to it counts. If GitHub says that it is not there, <a href="${url}/invitations">take up the
      invitation</a> first, or ask your teacher.</p></section>`;
}

const takesIt = html`<p>No other repository is made. Accepting sees to who may push to this one, and to its pull request
  for feedback.</p>`;

function soloForm({ assignment, login, repository }: AcceptPage): HtmlSafeString {
  if (repository)
    return html`<form class="accept" method="post">${takesIt}<button>Accept with this repository</button></form>`;
  return html`<form class="accept" method="post"><p>You get a private repository with the starter code in
    <strong>${assignment.course.document.organisations[0]}</strong>, as <strong>${login}</strong>.</p>
    <button>Accept the assignment</button></form>`;
}

function groupForms({ assignment, own, groups, repository }: AcceptPage): HtmlSafeString {
  const accept = own.map((group) => ownForm(group, repository));
  if (own[0]?.begun) return html`${accept}`;
  const { groupSize } = assignment;
  const others = groups.filter(({ id }) => !own.some((mine) => mine.id === id));
  return html`<p>${groupSize ? `Up to ${groupSize} of you work together` : 'You work together'} in one repository.</p>
    ${accept}
    ${others.length > 0 ? html`<section><h2>Join ${own.length > 0 ? 'another' : 'a'} group</h2><ul class="cards">${others.map((g) => joinCard(g, groupSize))}</ul></section>` : ''}
    <section><h2>Begin ${own.length > 0 ? 'another' : 'a'} group</h2><form class="fields" method="post">
      <label>Its name <input name="name" required maxlength="60" placeholder="blue-whales" /></label><button>Begin and accept</button></form></section>`;
}

function ownForm({ id, name, begun }: OwnGroup, repository: OwnRepository | undefined): HtmlSafeString {
  return html`<form class="accept" method="post"><input type="hidden" name="group" value="${id}" />
    ${begun && repository ? takesIt : html`<p>Your group is <strong>${name}</strong>: it gets one private repository for all of you.</p>`}
    <button>Accept the assignment with ${name}</button></form>`;
}

function joinCard(group: Group, groupSize: number | undefined): HtmlSafeString {
  const names = group.members.map(({ name }) => visible(name, 100)).join(', ');
  const full = groupSize !== undefined && group.members.length >= groupSize;
  return html`<li class="card"><strong>${group.name}</strong><p>${names || 'nobody yet'}</p>
    ${
      full
        ? html`<p class="quiet">It is full.</p>`
        : html`<form method="post"><input type="hidden" name="group" value="${group.id}" />
      <button class="second" aria-label="Join ${group.name}">Join</button></form>`
    }</li>`;
}
