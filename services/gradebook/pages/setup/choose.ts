import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Profile } from '#services/classroom/setup/github-app.ts';
import type { SetupWish } from '#services/classroom/setup/link.ts';
import { PERMISSIONS, type Permission } from '#services/classroom/setup/profiles.ts';
import type { Page } from '../layout.ts';

/** The first page: what the App may do, for whom, and where this server is. */
export function choosePage(token: string, wish: SetupWish, problem?: string): Page {
  const { organisation, publicUrl, intake, profile } = wish;
  const body = html`<h1>Set up Pushmark</h1>
    <p class="lead">Pushmark works as a GitHub App of your organisation. GitHub makes it for you from what you choose here;
    you see everything once more there before you agree. You need to be an owner of the organisation.</p>
    ${problem ? html`<p class="chip fail" role="alert">${problem}</p>` : ''}
    <form class="setup" method="post" action="/setup">
      <input type="hidden" name="token" value="${token}" />
      <fieldset><legend>What may it do?</legend>
        ${choice('grade', 'Grade only', 'Your repositories come from elsewhere: GitHub Classroom, Classroom 50, your own scripts.', profile)}
        ${choice('classroom', 'Run the classroom', 'Students accept assignments here, and their repositories are made for them.', profile)}
      </fieldset>
      <label>Organisation on GitHub <input name="organisation" value="${organisation}" required maxlength="64"
        pattern="[A-Za-z0-9][A-Za-z0-9_\\-]*" autocomplete="off" autocapitalize="off" spellcheck="false" /></label>
      <label>Address of this server, as people and GitHub reach it
        <input name="publicUrl" type="url" value="${publicUrl}" required maxlength="200" /></label>
      <label class="check"><input type="checkbox" name="poll" value="yes" ${intake === 'poll' ? 'checked' : ''} />
        <span>GitHub cannot reach this address (firewall, own machine): pushes are then read from GitHub's log, within seconds.</span></label>
      <button>Continue</button>
    </form>`;
  return { title: 'Set up', trail: [], body };
}

function choice(value: Profile, label: string, what: string, chosen: Profile): HtmlSafeString {
  return html`<div class="choice"><label><input type="radio" name="profile" value="${value}" ${chosen === value ? 'checked' : ''} />
    <span><strong>${label}</strong><br />${what}</span></label>
    <details><summary>${PERMISSIONS[value].length} permissions, and why</summary>${permissionList(PERMISSIONS[value])}</details></div>`;
}

export function permissionList(permissions: readonly Permission[]): HtmlSafeString {
  return html`<dl class="why">${permissions.map(
    ({ name, level, why }) => html`<dt><code>${name}</code> ${level}</dt><dd>${why}</dd>`,
  )}</dl>`;
}
