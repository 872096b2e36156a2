import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi, apiRoot } from './api/front.ts';
import { answerGit, gitPath } from './git/door.ts';
import type { Description } from './openapi/description.ts';
import { pageHeaders } from './page/document.ts';
import { indexHtml, pullPageHtml } from './page/pull-page.ts';
import { answerSignIn, signInOperation } from './sign-in/door.ts';
import { findRepository, type World } from './world.ts';

/** Listens on a loopback port; requests that come before there is a world wait for it. */
export async function listen(port: number, world: Promise<World>, description: Description): Promise<Server> {
  const server = createServer((request, response) => {
    world
      .then((ready) => answer(ready, description, request, response))
      .catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(
  world: World,
  description: Description,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', world.origin);
  if (url.pathname.startsWith(`${apiRoot}/`) || url.pathname === apiRoot) {
    return answerApi(world, description, request, response);
  }
  const git = gitPath(url);
  if (git !== undefined) return answerGit(world, git, request, response);
  const signIn = signInOperation(request.method, url);
  if (signIn !== undefined) return answerSignIn(world, signIn, { url, request, response });
  showPage(world, url, response);
}

function showPage(world: World, url: URL, response: ServerResponse): void {
  const html = url.pathname === '/' ? indexHtml(world) : pullPageOf(world, url.pathname);
  if (html === undefined) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found\n');
  response.writeHead(200, pageHeaders).end(html);
}

function pullPageOf(world: World, pathname: string): string | undefined {
  const [, owner = '', name = '', number] = /^\/([^/]+)\/([^/]+)\/pull\/(\d+)$/.exec(pathname) ?? [];
  const repository = findRepository(world, owner, name);
  const pull = repository?.pulls.find((each) => String(each.number) === number);
  return repository && pull && pullPageHtml(repository, pull);
}
