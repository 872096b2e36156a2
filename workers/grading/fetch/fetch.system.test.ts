import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { InfrastructureError } from '#services/platform/errors.ts';
import { type Fetched, fetchCommit } from './fetch.ts';
import type { FetchLimits } from './limits.ts';
import { type GitServer, gitServer, type TestRepository } from './testing/git-server.ts';

let server: GitServer;
beforeAll(async () => {
  server = await gitServer();
});
beforeEach(() => server.behave('well'));
afterAll(() => server.close());

function fetch(repository: TestRepository, sha: string, limits: Partial<FetchLimits> = {}): Promise<Fetched> {
  return fetchCommit({ url: repository.url, sha, token: server.token, limits });
}

/** As text, for comparison. */
function shown(fetched: Fetched): { files: Record<string, string>; refused: Record<string, string> } {
  if (!('tree' in fetched)) throw new Error(`unavailable: ${fetched.unavailable}`);
  return {
    files: Object.fromEntries([...fetched.tree].map(([path, content]) => [path, Buffer.from(content).toString()])),
    refused: Object.fromEntries(fetched.refused.map(({ path, reason }) => [path, reason])),
  };
}

test('the files of exactly that commit come back, byte for byte, also when the branch has moved on', async () => {
  const repo = await server.repository('plain');
  const bytes = Buffer.from([0, 255, 13, 10, 0]);
  const [main, raw, empty] = [await repo.blob('package main\r\n'), await repo.blob(bytes), await repo.blob('')];
  const sub = await repo.mktree([`100755 blob ${raw}\traw ü.bin`, `100644 blob ${empty}\tempty`]);
  const sha = await repo.commit(await repo.mktree([`100644 blob ${main}\tmain.go`, `040000 tree ${sub}\tdata`]));
  const next = await repo.git(['commit-tree', '-p', sha, '-m', 'next', await repo.mktree([])]);
  await repo.git(['update-ref', 'refs/heads/main', next]);
  const fetched = await fetch(repo, sha);
  if (!('tree' in fetched)) throw new Error('unavailable');
  expect([...fetched.tree.keys()]).toEqual(['data/empty', 'data/raw ü.bin', 'main.go']);
  expect(Buffer.compare(Buffer.from(fetched.tree.get('data/raw ü.bin')!), bytes)).toBe(0);
  expect(Buffer.from(fetched.tree.get('main.go')!).toString()).toBe('package main\r\n');
  expect(shown(await fetch(repo, next))).toEqual({ files: {}, refused: {} });
});

test('links, submodules, LFS pointers and names that no file should have are left out, each with its reason', async () => {
  const repo = await server.repository('odd');
  const [go, link] = [await repo.blob('package p'), await repo.blob('/etc/passwd')];
  const lfs = await repo.blob('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n');
  const dotGit = await repo.mktree([`100644 blob ${go}\tconfig`]);
  const lines = [
    `100644 blob ${go}\tp.go`,
    `120000 blob ${link}\tlink.go`,
    `160000 commit ${'1'.repeat(40)}\tmodule`,
    `100644 blob ${lfs}\tpicture.png`,
    `100644 blob ${go}\tline\nbreak.go`,
    `040000 tree ${dotGit}\t.GIT`,
  ];
  const tree = await repo.git(['mktree', '-z', '--missing'], lines.map((line) => `${line}\0`).join(''));
  expect(shown(await fetch(repo, await repo.commit(tree)))).toEqual({
    files: { 'p.go': 'package p' },
    refused: {
      'link.go': 'It is a symbolic link: commit the file itself.',
      module: 'It is a submodule: commit the files themselves.',
      'picture.png': 'It is kept in Git LFS, which is not read: commit the file itself.',
      'line\nbreak.go': 'Its name holds signs that a file name should not.',
      '.GIT/config': 'Its name holds signs that a file name should not.',
    },
  });
});

test('a tree that git itself would never make cannot name a place outside, nor one path twice', async () => {
  const repo = await server.repository('forged');
  const [one, two] = [await repo.blob('one'), await repo.blob('two')];
  const entry = (mode: string, name: string | Buffer, object: string) =>
    Buffer.concat([Buffer.from(`${mode} `), Buffer.from(name), Buffer.from([0]), Buffer.from(object, 'hex')]);
  const raw = (...entries: Buffer[]) =>
    repo.git(['hash-object', '-w', '-t', 'tree', '--literally', '--stdin'], Buffer.concat(entries));
  const up = await raw(entry('100644', 'evil.go', one));
  const forged = await raw(
    entry('40000', '..', up),
    entry('100644', '/etc/evil.go', one),
    entry('100644', 'twice.go', one),
    entry('100644', 'twice.go', two),
    entry('100644', Buffer.from([0x61, 0xff, 0x2e, 0x67, 0x6f]), one),
    entry('100600', 'fine.go', two),
  );
  const fetched = shown(await fetch(repo, await repo.commit(forged)));
  expect(Object.keys(fetched.files)).toEqual(expect.arrayContaining(['twice.go']));
  expect(Object.keys(fetched.files).filter((path) => !['twice.go', 'fine.go'].includes(path))).toEqual([]);
  expect(fetched.files['twice.go']).toBe('one');
  expect(Object.keys(fetched.refused)).toEqual(
    expect.arrayContaining(['../evil.go', '/etc/evil.go', 'twice.go', 'a\uFFFD.go']),
  );
});

test('ten thousand million files in a dozen objects are counted as far as is needed, not collected', async () => {
  const repo = await server.repository('bomb');
  let line = `100644 blob ${await repo.blob('x')}\t`;
  for (let depth = 0; depth < 10; depth++) {
    const tree = await repo.mktree(Array.from({ length: 10 }, (_, n) => `${line}f${n}`));
    line = `040000 tree ${tree}\t`;
  }
  const sha = await repo.commit(line.split(/[ \t]/)[2]!);
  expect(await fetch(repo, sha)).toEqual({
    forGood: true,
    unavailable:
      'The commit has more than 20,000 files and folders. Remove what does not belong to the exercise, and push again.',
  });
});

test('a bomb of folders without a single file is counted as well', async () => {
  const repo = await server.repository('hollow');
  let tree = await repo.mktree([]);
  for (let depth = 0; depth < 30; depth++) {
    tree = await repo.mktree(Array.from({ length: 10 }, (_, n) => `040000 tree ${tree}\td${n}`));
  }
  expect(await fetch(repo, await repo.commit(tree))).toHaveProperty('unavailable');
});

test('what is too big is left out, and Go files are read before all others', async () => {
  const repo = await server.repository('big');
  const blob = (kib: number) => repo.blob(Buffer.alloc(kib * 1024, 'a'));
  const sha = await repo.commit(
    await repo.mktree([
      `100644 blob ${await blob(5)}\ta-photo.jpg`,
      `100644 blob ${await blob(30)}\thuge.txt`,
      `100644 blob ${await blob(2)}\tnotes.txt`,
      `100644 blob ${await blob(8)}\tz.go`,
    ]),
  );
  const fetched = shown(await fetch(repo, sha, { fileBytes: 20 * 1024, totalBytes: 11 * 1024 }));
  expect(Object.keys(fetched.files)).toEqual(['notes.txt', 'z.go']);
  expect(fetched.refused).toEqual({
    'a-photo.jpg': 'All files together are bigger than 11 KiB.',
    'huge.txt': 'It is bigger than 20 KiB.',
  });
});

test('300 MiB of zeros in a small pack is neither read nor fatal', async () => {
  const repo = await server.repository('zeros');
  const zeros = await repo.git(['hash-object', '-w', '--stdin'], Buffer.alloc(300 * 1024 ** 2));
  const go = await repo.blob('package p');
  const sha = await repo.commit(await repo.mktree([`100644 blob ${zeros}\tzeros`, `100644 blob ${go}\tp.go`]));
  expect(shown(await fetch(repo, sha))).toEqual({
    files: { 'p.go': 'package p' },
    refused: { zeros: 'It is bigger than 8 MiB.' },
  });
});

test('a server that sends more than we take is cut off', async () => {
  const repo = await server.repository('endless');
  const noise = randomBytes(3 * 1024 ** 2);
  const sha = await repo.commit(await repo.mktree([`100644 blob ${await repo.blob(noise)}\tnoise`]));
  expect(await fetch(repo, sha, { packBytes: 1024 ** 2 })).toEqual({
    unavailable: 'The commit is bigger than 1 MiB. Remove what does not belong to the exercise, and push again.',
    forGood: true,
  });
});

test('a commit or a repository that is gone is an expected answer, not an exception', async () => {
  const repo = await server.repository('short-lived');
  await repo.commit(await repo.mktree([]));
  expect(await fetch(repo, 'd'.repeat(40))).toEqual({
    unavailable: 'The commit is no longer in the repository: it was replaced, for example by a forced push.',
    forGood: false,
  });
  expect(await fetch({ ...repo, url: `${server.origin}/never.git` }, 'd'.repeat(40))).toEqual({
    unavailable: 'The repository is gone, or Pushmark may no longer read it.',
    forGood: false,
  });
});

test('a refused token and a server in trouble are ours to retry, and the token is in no message', async () => {
  const repo = await server.repository('closed');
  const sha = await repo.commit(await repo.mktree([]));
  const wrong = fetchCommit({ url: repo.url, sha, token: 'ghs_wrong' });
  await expect(wrong).rejects.toThrow(InfrastructureError);
  await expect(wrong).rejects.not.toThrow(/ghs_wrong/);
  for (const status of [403, 429, 500, 503]) {
    server.behave(status);
    await expect(fetch(repo, sha)).rejects.toThrow(InfrastructureError);
  }
  await expect(fetchCommit({ url: 'http://127.0.0.1:9/o/r.git', sha, token: undefined })).rejects.toThrow(
    InfrastructureError,
  );
});

test('a silent server is given up after the time-out, and a stop is heard at once', async () => {
  const repo = await server.repository('silent');
  const sha = await repo.commit(await repo.mktree([]));
  server.behave('silent');
  await expect(fetch(repo, sha, { timeoutMs: 700 })).rejects.toThrow(/did not finish within 700 ms/);
  const stop = new AbortController();
  const stopped = fetchCommit({ url: repo.url, sha, token: undefined, signal: stop.signal });
  setTimeout(() => stop.abort(new Error('shutting down')), 300);
  await expect(stopped).rejects.toThrow('shutting down');
});

test('the token is in no argument and in no file while git works', { skip: process.platform !== 'linux' }, async () => {
  const repo = await server.repository('watched');
  const sha = await repo.commit(await repo.mktree([]));
  const folder = await mkdtemp(join(tmpdir(), 'pushmark-watched-'));
  vi.stubEnv('TMPDIR', folder);
  server.behave('silent');
  const seen = server.seen.length;
  const stop = new AbortController();
  const stopped = fetchCommit({ url: repo.url, sha, token: server.token, signal: stop.signal });
  await vi.waitFor(() => expect(server.seen.length).toBeGreaterThan(seen), 60_000);
  const secrets = [server.token, Buffer.from(`x-access-token:${server.token}`).toString('base64')];
  const visible = [await commandLines(), await filesBelow(folder)].join('\n');
  stop.abort(new Error('seen enough'));
  await expect(stopped).rejects.toThrow('seen enough');
  vi.unstubAllEnvs();
  expect(visible).toContain(repo.url);
  expect(visible).toContain('[core]');
  for (const secret of secrets) expect(visible).not.toContain(secret);
});

async function commandLines(): Promise<string> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(lines)).join('\n');
}

async function filesBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')))).join('\n');
}

test('nothing is left on disk', async () => {
  const repo = await server.repository('tidy');
  const sha = await repo.commit(await repo.mktree([]));
  vi.stubEnv('TMPDIR', await mkdtemp(join(tmpdir(), 'pushmark-tidy-')));
  await fetch(repo, sha);
  await fetch(repo, 'd'.repeat(40));
  await expect(fetch(repo, sha, { timeoutMs: 1 })).rejects.toThrow();
  expect(await readdir(tmpdir())).toEqual([]);
  vi.unstubAllEnvs();
});

test('other protocols than http are refused, also when a URL from elsewhere asks for them', async () => {
  const repo = await server.repository('local');
  const sha = await repo.commit(await repo.mktree([]));
  const path = await repo.git(['rev-parse', '--absolute-git-dir']);
  await expect(fetchCommit({ url: `file://${path}`, sha, token: undefined })).rejects.toThrow(
    /transport 'file' not allowed/,
  );
});
