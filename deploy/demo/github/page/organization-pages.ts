/** What people see of an organisation and its repositories, and how they answer invitations. */

import { endInvitation } from '../controls/invitations.ts';
import { acceptMembership } from '../controls/organization-controls.ts';
import { organizationOf } from '../levels.ts';
import { repositoryPage } from '../objects/repository.ts';
import { findAccount, findRepository, fullName, type Repository, type World } from '../world.ts';
import { formAnswer, noPage, type PageAnswer, pageAnswer, redirect } from './answer.ts';
import { document } from './document.ts';
import { escapeHtml } from './markdown.ts';
import type { PageCall } from './pages.ts';

export function showAccount({ world, parts: [login = ''] }: PageCall): PageAnswer {
  const account = findAccount(world, login);
  if (account === undefined) return noPage;
  const owned = [...world.repositories.values()].filter(({ owner }) => owner === account).toReversed();
  const items = owned.map((each) => link(`/${fullName(each)}`, each.name));
  const list = items.length === 0 ? '<p>No repositories yet.</p>' : `<ul>${items.join('')}</ul>`;
  return pageAnswer(document(account.login, `<h1>${escapeHtml(account.login)}</h1>${list}`));
}

export function showRepository({ world, parts: [owner = '', name = ''] }: PageCall): PageAnswer {
  const repository = findRepository(world, owner, name);
  if (repository === undefined) return noPage;
  const kind = `${repository.isPrivate ? 'private' : 'public'}${repository.isTemplate ? ', template' : ''}`;
  const pulls = repository.pulls.map(({ number, title }) => {
    return link(`/${fullName(repository)}/pull/${number}`, `${title} #${number}`);
  });
  const head = `<h1>${escapeHtml(fullName(repository))}</h1><p class="note">${kind}</p>`;
  const clone = `<p><code>git clone ${escapeHtml(repositoryPage(world, repository))}.git</code></p>`;
  return pageAnswer(document(fullName(repository), `${head}${clone}<ul>${pulls.join('')}</ul>`));
}

/** The open invitations to a repository; each invitee is a button. */
export function showInvitations({ world, parts: [owner = '', name = ''] }: PageCall): PageAnswer {
  const repository = findRepository(world, owner, name);
  if (repository === undefined) return noPage;
  const logins = openInvitations(world, repository).map(({ invitee }) => invitee.login);
  return invitationPage(`/${fullName(repository)}/invitations`, fullName(repository), logins);
}

export function acceptInvitation({ world, form, parts: [owner = '', name = ''] }: PageCall): PageAnswer {
  const repository = findRepository(world, owner, name);
  const found = repository && openInvitations(world, repository).find(({ invitee }) => invitee.login === form.user);
  if (repository === undefined || found === undefined) return noPage;
  endInvitation(repository, found, true);
  return redirect(`/${fullName(repository)}`);
}

/** Whoever is signed in sees their own only. */
function openInvitations({ signIns: { browser } }: World, { invitations }: Repository) {
  return invitations.filter(({ invitee }) => browser === null || invitee === browser);
}

export function showMembershipInvitation({ world, parts: [login = ''] }: PageCall): PageAnswer {
  const account = findAccount(world, login);
  if (account === undefined) return noPage;
  const members = organizationOf(world, account)?.members;
  const invited = [...world.accounts.values()].filter(({ id }) => members?.get(id)?.state === 'pending');
  const { browser } = world.signIns;
  const logins = invited.filter((each) => browser === null || each === browser).map((each) => each.login);
  return invitationPage(`/orgs/${account.login}/invitation`, account.login, logins);
}

export function acceptMembershipInvitation({ world, form, parts: [login = ''] }: PageCall): PageAnswer {
  const [account, user] = [findAccount(world, login), findAccount(world, String(form.user))];
  if (account === undefined || user === undefined) return noPage;
  const { browser } = world.signIns;
  if (browser === null || browser === user) acceptMembership(world, account, user);
  return redirect(`/${account.login}`);
}

function invitationPage(action: string, place: string, logins: readonly string[]): PageAnswer {
  const buttons = logins.map((login) => {
    return `<li><button name="user" value="${escapeHtml(login)}">Accept as ${escapeHtml(login)}</button></li>`;
  });
  const list = `<ul class="choices">${buttons.join('')}</ul>`;
  const body = logins.length === 0 ? '<p>Nobody is invited.</p>' : list;
  const form = `<form method="post" action="${escapeHtml(encodeURI(action))}">${body}</form>`;
  return formAnswer(document(`Invitation to ${place}`, `<h1>Invitation to ${escapeHtml(place)}</h1>${form}`));
}

function link(path: string, text: string): string {
  return `<li><a href="${escapeHtml(encodeURI(path))}">${escapeHtml(text)}</a></li>`;
}
