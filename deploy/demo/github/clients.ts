/** Octokit as the product uses it, and a receiver of webhooks, for the stand-in's own tests. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { GitHubStandIn } from './index.ts';

type App = Pick<GitHubStandIn, 'apiUrl' | 'appId' | 'privateKey' | 'installationId'>;

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Authenticates as the App (its JWT), and as its installation where an operation asks for that. */
export function appClient(github: App): Octokit {
  const { appId, privateKey, installationId, apiUrl: baseUrl } = github;
  return new Octokit({
    baseUrl,
    log: silent,
    authStrategy: createAppAuth,
    auth: { appId, privateKey, installationId },
  });
}

export function tokenClient(github: Pick<App, 'apiUrl'>, auth: string): Octokit {
  return new Octokit({ baseUrl: github.apiUrl, log: silent, auth });
}

export interface Received {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a payload is whatever arrived; tests look into it.
  readonly payload: any;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Bodies of one event (and action), in order of arrival. */
  readonly of: (event: string, action?: string) => Received['payload'][];
  /** What to answer from now on; null: nothing. */
  readonly answerWith: (status: number | null) => void;
  readonly close: () => Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status: number | null = 202;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    received.push({ headers: request.headers as Received['headers'], text, payload: JSON.parse(text) });
    if (status !== null) response.writeHead(status).end('noted');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/github`,
    received,
    of: (event, action) =>
      received
        .filter(({ headers, payload }) => headers['x-github-event'] === event && (!action || payload.action === action))
        .map(({ payload }) => payload),
    answerWith: (next) => {
      status = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
