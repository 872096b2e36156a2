import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GitHubStandIn } from '#deploy/demo/github/index.ts';

/** A push as GitHub will tell of it, not sent yet. */
export interface Prepared {
  readonly sha: string;
  readonly body: string;
}

type Payload = Readonly<Record<string, unknown>>;

/**
 * Makes repositories at the stand-in, two commits in each, and for each commit the delivery of a push by its student.
 * The stand-in's own webhooks about them go nowhere.
 */
export async function preparePushes(
  github: GitHubStandIn,
  slug: string,
  repositories: number,
  onProgress: (words: string) => void,
): Promise<Prepared[]> {
  const sink = await openSink();
  github.connectWebhook(sink.url);
  const prepared: Prepared[] = [];
  const sender = await senderOf(github);
  for (let i = 1; i <= repositories; i++) {
    if (i % 100 === 0) onProgress(`made ${i} of ${repositories} repositories`);
    const user = github.createUser(`student-${i}`);
    const name = `${slug}-${user.login}`;
    await github.createRepository({
      name,
      files: { 'README.md': `${i}\n` },
      writers: [user.login],
      feedbackPullRequest: true,
    });
    await github.webhooksSettled();
    prepared.push(
      ...pushesOf(github, name).map((payload) => asStudent(payload, { ...sender, id: user.id, login: user.login })),
    );
  }
  github.disconnectWebhook();
  await sink.close();
  return prepared;
}

/** Takes every delivery and does nothing: one that failed would be found in the log of deliveries and taken in. */
async function openSink(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => request.resume().once('end', () => response.writeHead(202).end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** How the stand-in describes a person: from a real push. */
async function senderOf(github: GitHubStandIn): Promise<Payload> {
  return (await samplePush(github)).sender as Payload;
}

async function samplePush(github: GitHubStandIn): Promise<Payload> {
  const { login } = github.createUser('student-0');
  await github.createRepository({ name: 'sample', files: { 'README.md': '0\n' }, writers: [login] });
  await github.push({ repository: 'sample', user: login, files: { 'README.md': '1\n' } });
  await github.webhooksSettled();
  return pushesOf(github, 'sample').at(-1) as Payload;
}

/** Pushes like a real one, two from each repository, of repositories that nobody needs to have made. */
export async function imaginePushes(github: GitHubStandIn, slug: string, repositories: number): Promise<Prepared[]> {
  const sink = await openSink();
  github.connectWebhook(sink.url);
  const payload = await samplePush(github);
  github.disconnectWebhook();
  await sink.close();
  return Array.from({ length: 2 * repositories }, (_, i) => {
    const n = 1_000_000 + (i % repositories);
    const login = `student-${n}`;
    const name = `${slug}-${login}`;
    const repository = { ...(payload.repository as Payload), id: n, name, full_name: `school/${name}` };
    const sender = { ...(payload.sender as Payload), id: n, login };
    const sha = createHash('sha1').update(String(i)).digest('hex');
    return asStudent({ ...payload, repository, after: sha }, sender);
  });
}

/** The stand-in's payloads about the branches of a new repository, on its default branch, oldest commit first. */
function pushesOf(github: GitHubStandIn, name: string): Payload[] {
  const payloads = github.deliveries.flatMap(({ webhook }) => (webhook.event === 'push' ? [webhook.payload] : []));
  const own = payloads.filter(({ repository }) => (repository as { name: string }).name === name);
  const [feedback] = own.filter(({ ref }) => ref === 'refs/heads/feedback');
  const main = own.filter(({ ref }) => ref === 'refs/heads/main');
  return feedback ? [{ ...feedback, ref: 'refs/heads/main' }, ...main] : main;
}

function asStudent(payload: Payload, sender: Payload): Prepared {
  return { sha: String(payload.after), body: JSON.stringify({ ...payload, sender }) };
}

/** What one request came to. */
export interface Acknowledged {
  readonly ms: number;
  readonly status: number;
}

/** Sends a delivery, signed as GitHub signs. */
export async function deliver(
  url: string,
  secret: string,
  { body }: Prepared,
  guid = randomUUID(),
): Promise<Acknowledged> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': guid,
    'x-hub-signature-256': `sha256=${signature}`,
  };
  const began = performance.now();
  const answer = await fetch(url, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return { ms: performance.now() - began, status: answer.status };
}
