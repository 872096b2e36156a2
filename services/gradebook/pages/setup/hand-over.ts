import { html } from '@prairielearn/html';
import type { SetupWish } from '#services/classroom/setup/link.ts';
import { manifestFor } from '#services/classroom/setup/manifest.ts';
import { EVENTS, PERMISSIONS } from '#services/classroom/setup/profiles.ts';
import type { Page } from '../layout.ts';
import { permissionList } from './choose.ts';

/** The second page: what GitHub is going to be asked, and the form that leads there. */
export function handOverPage(wish: SetupWish, state: string, githubUrl: string): Page {
  const { organisation, profile, publicUrl, intake } = wish;
  const action = `${githubUrl}/organizations/${encodeURIComponent(organisation)}/settings/apps/new?state=${state}`;
  const body = html`<h1>Make the App at GitHub</h1>
    <p class="lead">For <strong>${organisation}</strong>, reached at <strong>${publicUrl}</strong>${
      intake === 'poll' ? ', reading the log of GitHub' : ''
    }. GitHub shows it to you and asks for a name; then it sends you back here.</p>
    <form method="post" action="${action}">
      <input type="hidden" name="manifest" value="${JSON.stringify(manifestFor(wish))}" />
      <button>Create the App at GitHub</button>
    </form>
    <section><h2>Permissions</h2>${permissionList(PERMISSIONS[profile])}</section>
    <section><h2>Events</h2><p>${EVENTS.join(', ')}</p></section>`;
  return { title: 'Make the App', trail: [], body };
}
