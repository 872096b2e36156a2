/** GitHub's pages for making an App from a manifest and for installing it. */
import { ownersOf } from '../levels.ts';
import { formAnswer, noPage, type PageAnswer, pageAnswer, redirect, refusal } from '../page/answer.ts';
import type { PageCall } from '../page/pages.ts';
import { type Account, findAccount, type World } from '../world.ts';
import { manifestProblems, readManifest, unknownKeys } from './manifest.ts';
import { appPage, confirmPage, installedPage, installPage } from './pages.ts';
import { install, keep, slugOf, take } from './register.ts';

/** Where the product's form leads, for an organisation or, without one, for whoever is signed in. */
export function newAppPage({ world, query, form, parts: [org] }: PageCall): PageAnswer {
  const manifest = readManifest(form.manifest);
  const owner = org === undefined ? actor(world, undefined) : findAccount(world, org);
  if (owner === undefined || actor(world, owner) === undefined) return noPage;
  if (manifest === undefined) return refusal(422, 'The manifest is no JSON object');
  const problems = manifestProblems(manifest);
  const noted = [...problems, ...unknownKeys(manifest).map((name) => `GitHub does not know ${name}`)];
  if (noted.length > 0) world.misfits.push({ what: 'request', operation: 'settings/apps/new', problems: noted });
  if (problems.length > 0) return refusal(422, problems.join('. '));
  const key = keep(world, { manifest, owner, state: query.get('state'), isConfirmed: false });
  return formAnswer(confirmPage(`/settings/apps/manifest/${key}`, owner, manifest));
}

/** The button: back to the product with a code. */
export function confirmApp({ world, form, parts: [key = ''] }: PageCall): PageAnswer {
  const found = take(world, key, false);
  if (found === undefined) return noPage;
  const manifest = { ...found.manifest, name: String(form.name ?? found.manifest.name ?? '') };
  const slug = slugOf(manifest.name);
  if (slug === '' || slug === world.app.slug) return refusal(422, 'Name is already in use, or blank');
  const to = new URL(manifest.redirect_url);
  to.searchParams.set('code', keep(world, { ...found, manifest, isConfirmed: true }));
  if (found.state !== null) to.searchParams.set('state', found.state);
  return redirect(to.href);
}

export function showApp({ world, parts: [slug] }: PageCall): PageAnswer {
  return slug === world.app.slug ? pageAnswer(appPage(world.app)) : noPage;
}

export function showInstall({ world, query, parts: [slug] }: PageCall): PageAnswer {
  if (slug !== world.app.slug) return noPage;
  const action = `/apps/${slug}/installations?${query}`;
  return formAnswer(installPage(world.app, action, installable(world)));
}

/** An App that is not public is for its owner only. */
function installable(world: World): readonly Account[] {
  if (!world.app.isPublic) return [world.app.owner];
  return [...world.accounts.values()].filter(({ type }) => type === 'Organization');
}

/** The button: on to the setup address, or to signing in where the App asks for that. */
export function installApp({ world, query, form, parts: [slug] }: PageCall): PageAnswer {
  const { app } = world;
  const account = installable(world).find(({ login }) => login === form.account);
  const by = account && actor(world, account);
  if (slug !== app.slug || account === undefined || by === undefined) return noPage;
  const action = world.installation?.account === account ? 'update' : 'install';
  const { id } = install(world, account, by);
  if (app.asksAtInstall) return redirect(`/login/oauth/authorize?client_id=${app.clientId}`);
  if (app.setupUrl === null) return redirect(`/organizations/${account.login}/settings/installations/${id}`);
  const to = new URL(app.setupUrl);
  to.searchParams.set('installation_id', String(id));
  to.searchParams.set('setup_action', action);
  const state = query.get('state');
  if (state !== null) to.searchParams.set('state', state);
  return redirect(to.href);
}

export function showInstalled({ world, parts: [org = ''] }: PageCall): PageAnswer {
  const account = findAccount(world, org);
  const isThere = account !== undefined && world.installation?.account === account;
  return isThere ? pageAnswer(installedPage(world.app, account)) : noPage;
}

/** Who presses the buttons: whoever is signed in, if they may; where nobody is, somebody who may. */
function actor(world: World, owner: Account | undefined): Account | undefined {
  const { browser } = world.signIns;
  if (owner === undefined) return browser ?? [...world.accounts.values()].find(({ type }) => type === 'User');
  const owners = owner.type === 'Organization' ? ownersOf(world, owner) : [owner];
  // An organisation that nobody was put into acts by itself.
  if (browser === null) return owners[0] ?? owner;
  return owners.includes(browser) ? browser : undefined;
}
