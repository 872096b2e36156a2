import { html } from '@prairielearn/html';
import type { Account } from '#services/classroom/people/viewer.ts';
import type { Invitation } from '#services/classroom/roster/invitation.ts';
import type { Page } from './layout.ts';

/** What is behind an invite, for whoever has signed in. */
export function joinPage(token: string, invitation: Invitation, account: Account): Page {
  if (invitation.state === 'unknown')
    return notice(
      'This invite leads nowhere',
      html`<p>It was mistyped, replaced by a newer one, or taken back. Look for a newer message of your teacher, or ask for
        another invite.</p>`,
    );
  const { course, name } = invitation.invite;
  if (invitation.state === 'yours')
    return notice(
      `You are in ${course.title}`,
      html`<p>As ${name}. There is nothing more to do.</p>${toCourse(course.slug)}`,
    );
  if (invitation.state === 'taken')
    return notice(
      'Another account has accepted this invite',
      html`<p>It is for ${name}, who is linked to another GitHub account than <strong>${account.login}</strong>. If that account
        is yours, too, sign out and sign in with it; if not, tell your teacher.</p>`,
    );
  if (invitation.state === 'left')
    return notice(
      'You are no longer on the roster',
      html`<p>This invite was for ${name} in ${course.title}. If that is a mistake, tell your teacher.</p>`,
    );
  return notice(
    `Join ${course.title}`,
    html`<p>This invite is for <strong>${name}</strong>. What you hand in with your GitHub account
      <strong>${account.login}</strong> then counts as ${name}'s.</p>
      <form method="post" action="/join/${token}"><p><button>I am ${name}: join as ${account.login}</button></p></form>
      <p class="quiet">Not your account? Sign out above, and open the link again. Not your name? Tell your teacher.</p>`,
  );
}

/** An invite that could not be accepted, and what mends it. */
export function notJoinedPage(why: string): Page {
  return notice('That did not work', html`<p>${why}</p>`);
}

function toCourse(slug: string) {
  return html`<p><a class="button" href="/courses/${slug}/me">To the course</a></p>`;
}

function notice(title: string, text: Page['body']): Page {
  return { title, trail: [], body: html`<section class="notice"><h1>${title}</h1>${text}</section>` };
}
