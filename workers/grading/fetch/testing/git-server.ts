import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A repository on a real git server that asks for a token. */
export interface TestRepository {
  readonly url: string;
  /** Runs git inside; answers its output without the last line end. `input` goes to standard input. */
  git(args: readonly string[], input?: string | Buffer): Promise<string>;
  /** A tree of lines as `git mktree` takes them. */
  mktree(lines: readonly string[]): Promise<string>;
  blob(content: string | Buffer): Promise<string>;
  /** A commit of a tree, on the default branch. */
  commit(tree: string): Promise<string>;
}

export interface GitServer {
  readonly token: string;
  readonly origin: string;
  /** Authorization headers, one per request, in order. */
  readonly seen: (string | undefined)[];
  repository(name: string): Promise<TestRepository>;
  /** From now on: answers as usual, not at all, or with a status. */
  behave(how: 'well' | 'silent' | number): void;
  close(): Promise<void>;
}

export async function gitServer(): Promise<GitServer> {
  const root = await mkdtemp(join(tmpdir(), 'pushmark-git-server-'));
  const token = 'ghs_test-token';
  const seen: (string | undefined)[] = [];
  let behaviour: 'well' | 'silent' | number = 'well';
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    if (behaviour === 'silent') return;
    if (typeof behaviour === 'number') return void response.writeHead(behaviour).end();
    const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    if (request.headers.authorization !== expected) {
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    }
    backend(root, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    token,
    origin,
    seen,
    repository: (name) => repository(root, origin, name),
    behave: (how) => {
      behaviour = how;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true });
    },
  };
}

function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const [path, query = ''] = (request.url ?? '').split('?');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: path,
      QUERY_STRING: query,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: request.headers['git-protocol'] as string | undefined,
    },
  });
  request.pipe(child.stdin.on('error', () => undefined));
  let head = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (response.headersSent) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const headers = head
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string]);
    const status = Number(headers.find(([name]) => name === 'Status')?.[1].slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status')));
    response.write(head.subarray(end + 4));
  });
  child.on('close', () => response.end());
}

async function repository(root: string, origin: string, name: string): Promise<TestRepository> {
  const directory = join(root, `${name}.git`);
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', directory]);
  const git = async (args: readonly string[], input: string | Buffer = '') => {
    const done = run('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
    done.child.stdin?.on('error', () => undefined).end(input);
    return (await done).stdout.replace(/\n$/, '');
  };
  await git(['config', 'uploadpack.allowReachableSHA1InWant', 'true']);
  return {
    url: `${origin}/${name}.git`,
    git,
    mktree: (lines) => git(['mktree', '-z'], lines.map((line) => `${line}\0`).join('')),
    blob: (content) => git(['hash-object', '-w', '--stdin'], content),
    commit: async (tree) => {
      const sha = await git(['commit-tree', '-m', 'work', tree]);
      await git(['update-ref', 'refs/heads/main', sha]);
      return sha;
    },
  };
}
