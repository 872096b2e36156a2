/** Every page that people meet, by method and path. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { confirmApp, installApp, newAppPage, showApp, showInstall, showInstalled } from '../manifests/door.ts';
import { findRepository, type World } from '../world.ts';
import { noPage, type PageAnswer, pageAnswer } from './answer.ts';
import { readForm } from './form.ts';
import {
  acceptInvitation,
  acceptMembershipInvitation,
  showAccount,
  showInvitations,
  showMembershipInvitation,
  showRepository,
} from './organization-pages.ts';
import { indexHtml, pullPageHtml } from './pull-page.ts';

/** What a page is asked for. */
export interface PageCall {
  readonly world: World;
  readonly query: URLSearchParams;
  readonly form: Readonly<Record<string, unknown>>;
  /** The variable parts of the path, decoded. */
  readonly parts: readonly string[];
}

type Page = (call: PageCall) => PageAnswer;

const pages: readonly (readonly [string, RegExp, Page])[] = [
  ['GET', /^\/$/, ({ world }) => pageAnswer(indexHtml(world))],
  ['POST', /^\/settings\/apps\/new$/, newAppPage],
  ['POST', /^\/organizations\/([^/]+)\/settings\/apps\/new$/, newAppPage],
  ['POST', /^\/settings\/apps\/manifest\/(\w+)$/, confirmApp],
  ['GET', /^\/apps\/([^/]+)$/, showApp],
  ['GET', /^\/apps\/([^/]+)\/installations\/new$/, showInstall],
  ['POST', /^\/apps\/([^/]+)\/installations$/, installApp],
  ['GET', /^\/organizations\/([^/]+)\/settings\/installations\/\d+$/, showInstalled],
  ['GET', /^\/orgs\/([^/]+)\/invitation$/, showMembershipInvitation],
  ['POST', /^\/orgs\/([^/]+)\/invitation$/, acceptMembershipInvitation],
  ['GET', /^\/([^/]+)\/([^/]+)\/invitations$/, showInvitations],
  ['POST', /^\/([^/]+)\/([^/]+)\/invitations$/, acceptInvitation],
  ['GET', /^\/([^/]+)\/([^/]+)\/pull\/(\d+)$/, showPull],
  ['GET', /^\/([^/]+)\/([^/]+)$/, showRepository],
  ['GET', /^\/([^/]+)$/, showAccount],
];

export async function answerPage(
  world: World,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  const { status, headers, body } = findPage(request.method ?? 'GET', url)({ world, query: url.searchParams, form });
  response.writeHead(status, headers).end(body);
}

function findPage(method: string, url: URL): (call: Omit<PageCall, 'parts'>) => PageAnswer {
  for (const [wanted, path, page] of pages) {
    const found = wanted === method ? path.exec(url.pathname) : null;
    if (found !== null) return (call) => page({ ...call, parts: found.slice(1).map(decodeURIComponent) });
  }
  return () => noPage;
}

function showPull({ world, parts: [owner = '', name = '', number] }: PageCall): PageAnswer {
  const repository = findRepository(world, owner, name);
  const pull = repository?.pulls.find((each) => String(each.number) === number);
  return repository && pull ? pageAnswer(pullPageHtml(repository, pull)) : noPage;
}
