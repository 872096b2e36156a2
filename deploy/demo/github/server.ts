import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi, apiRoot } from './api/front.ts';
import { answerGit, gitPath } from './git/door.ts';
import type { Description } from './openapi/description.ts';
import { answerPage } from './page/pages.ts';
import { answerSignIn, signInOperation } from './sign-in/door.ts';
import type { World } from './world.ts';

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
  if (signIn !== undefined) return answerSignIn(world, signIn, url, request, response);
  return answerPage(world, url, request, response);
}
