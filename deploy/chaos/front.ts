/** Stands where a load balancer stands: hands each delivery to one web process after the other, passing over those that are down. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Front {
  readonly url: string;
  /** How many deliveries each address has accepted. */
  readonly accepted: ReadonlyMap<string, number>;
  /** From now on the first push of each repository arrives after its second, until the answer is called: it says how many did. */
  reorder(): () => number;
  close(): Promise<void>;
}

export async function openFront(webs: () => readonly string[]): Promise<Front> {
  const accepted = new Map<string, number>();
  const turn = takeTurns();
  let next = 0;
  const server = createServer((request, response) => {
    const pass = async () => {
      const body = await read(request);
      await turn.before(request, body);
      const all = webs();
      const first = next++;
      const order = all.map((_, i) => all[(first + i) % all.length] as string);
      await handOn({ request, body, response }, order, accepted);
      turn.after(request, body);
    };
    pass().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, accepted },
    reorder: turn.reorder,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Passing {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly response: ServerResponse;
}

/** Throws when none accepts a connection: GitHub then hears nothing, as from a balancer without anybody behind it. */
async function handOn({ request, body, response }: Passing, order: readonly string[], accepted: Map<string, number>) {
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers as Record<string, string>;
  for (const url of order) {
    const answer = await fetch(url + request.url, { method: 'POST', headers, body: new Uint8Array(body) }).catch(
      () => undefined,
    );
    if (!answer) continue;
    if (answer.ok) accepted.set(url, (accepted.get(url) ?? 0) + 1);
    response.writeHead(answer.status).end(await answer.text());
    return;
  }
  throw new Error('no web process accepts a connection');
}

/** Holds back the first push of each repository until the second one was answered. */
function takeTurns() {
  let held: Map<number, PromiseWithResolvers<void>> | undefined;
  let count = 0;
  const repositoryOf = (request: IncomingMessage, body: Buffer): number | undefined =>
    request.headers['x-github-event'] === 'push' ? JSON.parse(String(body)).repository.id : undefined;
  return {
    reorder() {
      const own = new Map<number, PromiseWithResolvers<void>>();
      [held, count] = [own, 0];
      return () => {
        if (held === own) held = undefined;
        return count;
      };
    },
    async before(request: IncomingMessage, body: Buffer): Promise<void> {
      const id = repositoryOf(request, body);
      if (!held || id === undefined || held.has(id)) return;
      const gate = Promise.withResolvers<void>();
      held.set(id, gate);
      await gate.promise;
      count++;
    },
    after(request: IncomingMessage, body: Buffer): void {
      held?.get(repositoryOf(request, body) ?? -1)?.resolve();
    },
  };
}
