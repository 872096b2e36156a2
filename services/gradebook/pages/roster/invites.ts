import { type HtmlSafeString, html } from '@prairielearn/html';
import { writeCsv } from '#services/classroom/csv/write.ts';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { FreshInvite } from '#services/classroom/roster/invites.ts';
import type { RosterPerson } from '#services/classroom/roster/people.ts';
import type { Page } from '../layout.ts';
import { courseTabs } from '../tabs.ts';

/** Where invites are made for everybody who has no login. `canSignIn`: sign-in is set up, so that links lead somewhere. */
export function invitesPage(access: Access, people: readonly RosterPerson[], canSignIn: boolean): Page {
  const waiting = people.filter(({ left, participantId }) => !left && participantId === undefined);
  const invited = waiting.filter((person) => person.invited).length;
  const action = `/courses/${access.course.slug}/roster/invites`;
  const body = html`<h1>Invite who has no login</h1>
    <p class="lead">Who opens its link and signs in with GitHub is linked. Without a login:
    ${waiting.length} of the roster; ${invited === 0 ? 'nobody has an open invite yet' : `with an open invite: ${invited}`}.</p>
    ${canSignIn ? '' : withoutSignIn}
    ${
      waiting.length === 0
        ? html`<section class="notice"><p>Everybody has a login: there is nobody to invite.</p></section>`
        : html`<form class="panel" method="post" action="${action}">
      <p>They are shown once: as a list, or as a CSV with name, e-mail and link for your mail program.</p>
      ${invited > 0 ? html`<p><label class="check"><input type="checkbox" name="anew" value="yes" /> New links for those invited before, too: their earlier links end.</label></p>` : ''}
      <p class="actions"><button name="as" value="list">Make a list of links</button>
      <button class="second" name="as" value="csv">Make a CSV</button></p></form>`
    }`;
  return { title: 'Invites', body, tabs: courseTabs(access, 'Roster'), trail: trailOf(access) };
}

const withoutSignIn = html`<section class="notice marked"><p>Nobody can sign in here yet: set up the GitHub App first. Links that
  are made now lead nowhere until then.</p></section>`;

/** Links that were made just now. `origin`: where people reach the pages. */
export function freshInvitesPage(access: Access, fresh: readonly FreshInvite[], origin: string): Page {
  const body = html`<h1>${fresh.length === 1 ? 'One invite' : `${fresh.length} invites`}</h1>
    ${fresh.length === 0 ? html`<section class="notice"><p>Nobody was invited: everybody without a login has an open invite.</p></section>` : links(fresh, origin)}
    <p><a href="/courses/${access.course.slug}/roster">Back to the roster</a></p>`;
  return { title: 'Invites', body, tabs: courseTabs(access, 'Roster'), trail: trailOf(access) };
}

function links(fresh: readonly FreshInvite[], origin: string): HtmlSafeString {
  return html`<section class="notice" role="status"><p>Keep them now: they are not shown again. Each is for one person, and
      ends once it is accepted or another is made.</p></section>
    <div class="scroll" role="region" aria-label="Links" tabindex="0"><table class="people"><thead><tr><th scope="col">Name</th>
      <th scope="col">E-mail</th><th scope="col">Link</th></tr></thead><tbody>${fresh.map(
        ({ entry, token }) => html`<tr><th scope="row">${entry.name}</th><td>${entry.email ?? ''}</td>
        <td><code class="secret">${origin}/join/${token}</code></td></tr>`,
      )}</tbody></table></div>`;
}

/** For a mail merge. */
export function invitesCsv(fresh: readonly FreshInvite[], origin: string): string {
  const rows = fresh.map(({ entry, token }) => [entry.name, entry.email, `${origin}/join/${token}`]);
  return writeCsv([['name', 'email', 'link'], ...rows]);
}

function trailOf({ course }: Access): Page['trail'] {
  return [
    { href: `/courses/${course.slug}`, label: course.title },
    { href: `/courses/${course.slug}/roster`, label: 'Roster' },
  ];
}
