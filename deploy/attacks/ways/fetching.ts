/** Commits that no honest git client makes, through a real git server and the fetch layer, and then through the judge. */
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { fetchCommit } from '#workers/grading/fetch/fetch.ts';
import { type GitServer, gitServer, type TestRepository } from '#workers/grading/fetch/testing/git-server.ts';
import { submissionOf } from '../corpus/assemble.ts';
import type { Case } from '../corpus/read.ts';
import type { TreeEntry } from '../corpus/schema.ts';
import { type Ground, gradeTree, since } from './grading.ts';
import { NOTHING, type Outcome } from './outcome.ts';

/** A file or link of a commit; a path may hold any byte but NUL. */
interface Leaf {
  readonly path: readonly Buffer[];
  readonly mode: string;
  readonly object: string;
}

export async function fetchAndGrade(ground: Ground, one: Case, assignment: Assignment): Promise<Outcome> {
  const begin = performance.now();
  const server = await gitServer();
  try {
    const { url, sha } = await commitOf(server, one, assignment);
    const fetched = await fetchCommit({ url, sha, token: server.token, signal: ground.signal });
    if ('unavailable' in fetched) return { ...NOTHING, unavailable: fetched.unavailable, seconds: since(begin) };
    const outcome = await gradeTree(ground, assignment, fetched.tree);
    return { ...outcome, refused: fetched.refused.map(({ path }) => path), seconds: since(begin) };
  } catch (error) {
    return { ...NOTHING, trouble: (error as Error).message.slice(0, 300), seconds: since(begin) };
  } finally {
    await server.close();
  }
}

async function commitOf(server: GitServer, one: Case, assignment: Assignment): Promise<{ url: string; sha: string }> {
  const repository = await server.repository('case');
  const leaves: Leaf[] = [];
  for (const [path, content] of submissionOf(one, assignment)) {
    const object = await repository.blob(Buffer.from(content));
    leaves.push({ path: path.split('/').map((name) => Buffer.from(name)), mode: '100644', object });
  }
  for (const entry of one.head.tree ?? []) leaves.push(await leafOf(repository, entry));
  return { url: repository.url, sha: await repository.commit(await treeOf(repository, leaves)) };
}

async function leafOf(repository: TestRepository, entry: TreeEntry): Promise<Leaf> {
  const path = split(unescaped(entry.path));
  if (entry.bomb) return { path, mode: '40000', object: await bomb(repository, entry.bomb) };
  const mode = entry.mode ?? '100644';
  // A submodule names a commit that need not exist.
  if (mode === '160000') return { path, mode, object: 'a'.repeat(40) };
  const content = entry.bytes === undefined ? Buffer.from(entry.text ?? '') : Buffer.alloc(entry.bytes, 'x');
  return { path, mode, object: await repository.blob(content) };
}

/** Width to the power of depth files, in a handful of objects. */
async function bomb(repository: TestRepository, { width, depth }: { width: number; depth: number }): Promise<string> {
  const blob = await repository.blob('x');
  const names = Array.from({ length: width }, (_, n) => `f${n}`);
  let tree = await repository.mktree(names.map((name) => `100644 blob ${blob}\t${name}`));
  for (let level = 1; level < depth; level++) {
    const below = tree;
    tree = await repository.mktree(names.map((name) => `040000 tree ${below}\t${name}`));
  }
  return tree;
}

/** Writes trees bottom up, as raw objects: `git mktree` would refuse some names that a hostile client can send. */
async function treeOf(repository: TestRepository, leaves: readonly Leaf[]): Promise<string> {
  const groups = Map.groupBy(leaves, ({ path }) => path[0]!.toString('latin1'));
  const entries: Buffer[] = [];
  for (const [name, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const here = group.filter(({ path }) => path.length === 1);
    const below = group.filter(({ path }) => path.length > 1);
    for (const { mode, object } of here) entries.push(rawEntry(mode, name, object));
    if (below.length === 0) continue;
    const object = await treeOf(
      repository,
      below.map((leaf) => ({ ...leaf, path: leaf.path.slice(1) })),
    );
    entries.push(rawEntry('40000', name, object));
  }
  return repository.git(['hash-object', '-w', '--literally', '-t', 'tree', '--stdin'], Buffer.concat(entries));
}

function rawEntry(mode: string, name: string, object: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(object, 'hex')]);
}

/** `\xNN` is one byte. */
function unescaped(path: string): Buffer {
  const parts = path.split(/(\\x[0-9a-f]{2})/);
  return Buffer.concat(
    parts.map((part) => (/^\\x[0-9a-f]{2}$/.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part))),
  );
}

function split(path: Buffer): Buffer[] {
  const names: Buffer[] = [];
  let start = 0;
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', start)) {
    names.push(path.subarray(start, end));
    start = end + 1;
  }
  return [...names, path.subarray(start)];
}
