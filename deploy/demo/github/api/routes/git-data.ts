import { readCommit, type Signature } from '../../git/commits.ts';
import {
  findEntry,
  objectType,
  readBlob,
  readTree,
  type TreeChange,
  writeBlob,
  writeCommit,
  writeTree,
} from '../../git/objects.ts';
import { readRefs, resolveCommit } from '../../git/refs.ts';
import { nodeId } from '../../objects/account.ts';
import { noreplyAddress } from '../../objects/commit.ts';
import { gitDataCommitObject, treeObject } from '../../objects/git-data.ts';
import { repositoryUrl } from '../../objects/repository.ts';
import type { Repository } from '../../world.ts';
import { type Answer, created, notFound, ok, Refusal } from '../answer.ts';
import { accountOf, type RepositoryCall, type Route } from '../call.ts';
import { refuseWorkflows } from '../workflows.ts';

const reading = { by: 'repository', needs: ['contents:read'] } as const;
const writing = { by: 'repository', needs: ['contents:write'], level: 'write' } as const;

export const gitDataRoutes = {
  'git/get-blob': { ...reading, handle: getBlob },
  'git/create-blob': { ...writing, handle: createBlob },
  'git/get-tree': { ...reading, handle: getTree },
  'git/create-tree': { ...writing, handle: createTree },
  'git/get-commit': { ...reading, handle: getCommit },
  'git/create-commit': { ...writing, handle: createCommit },
} as const satisfies Record<string, Route>;

/** GitHub's git database does nothing for a repository without a branch: make its first file by way of contents. */
export async function refuseEmpty({ directory }: Repository): Promise<void> {
  if ((await readRefs(directory, 'refs/heads')).size === 0) throw new Refusal(409, 'Git Repository is empty.');
}

async function getBlob({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const sha = params.file_sha ?? '';
  if ((await objectType(repository.directory, sha)) !== 'blob') throw notFound();
  const bytes = await readBlob(repository.directory, sha);
  const url = `${repositoryUrl(world, repository)}/git/blobs/${sha}`;
  const encoded = { content: bytes.toString('base64'), encoding: 'base64', size: bytes.length };
  return ok({ sha, node_id: nodeId('B', repository.id), url, ...encoded });
}

async function createBlob({ world, repository, body }: RepositoryCall): Promise<Answer> {
  await refuseEmpty(repository);
  const { content, encoding = 'utf-8' } = body as { content: string; encoding?: string };
  const sha = await writeBlob(repository.directory, Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
  return created({ sha, url: `${repositoryUrl(world, repository)}/git/blobs/${sha}` });
}

async function getTree({ world, repository, params, query }: RepositoryCall): Promise<Answer> {
  await refuseEmpty(repository);
  const name = params.tree_sha ?? '';
  const isTree = (await objectType(repository.directory, name)) === 'tree';
  const sha = isTree ? name : await resolveCommit(repository.directory, name);
  if (sha === null) throw notFound();
  const entries = await readTree(repository.directory, sha, query.recursive !== undefined);
  return ok(treeObject(world, repository, sha, entries));
}

interface Entry extends TreeChange {
  readonly sha: string | null;
  readonly content?: string;
}

async function createTree(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  await refuseEmpty(repository);
  const { tree, base_tree: base = null } = call.body as unknown as { tree: readonly Entry[]; base_tree?: string };
  refuseWorkflows(
    call,
    tree.map(({ path }) => path),
  );
  if (base !== null && !['tree', 'commit'].includes((await objectType(repository.directory, base)) ?? '')) {
    throw new Refusal(422, 'base_tree is not a valid tree oid');
  }
  const changes: TreeChange[] = [];
  for (const entry of tree) changes.push(await changeOf(repository, base, entry));
  const sha = await writeTree(repository.directory, base, changes);
  if (sha === null) throw new Refusal(422, 'GitRPC::BadObjectState');
  return created(treeObject(world, repository, sha, await readTree(repository.directory, sha)));
}

async function changeOf({ directory }: Repository, base: string | null, entry: Entry): Promise<TreeChange> {
  const { path, mode, content, sha } = entry;
  if (path === undefined || path.split('/').some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()))) {
    throw new Refusal(422, 'tree.path contains a malformed path component');
  }
  if (content !== undefined && sha !== undefined) throw new Refusal(422, 'Must supply either tree.sha or tree.content');
  if (content !== undefined) return { path, mode, sha: await writeBlob(directory, Buffer.from(content)) };
  const isThere = sha !== null || (base !== null && (await findEntry(directory, base, path)) !== null);
  if (!isThere) throw new Refusal(422, 'GitRPC::BadObjectState');
  if (sha !== null && (await objectType(directory, sha)) !== 'blob')
    throw new Refusal(422, 'tree.sha is not a valid blob');
  return { path, mode, sha };
}

async function getCommit({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const sha = params.commit_sha ?? '';
  if ((await objectType(repository.directory, sha)) !== 'commit') throw notFound();
  return ok(gitDataCommitObject(world, repository, await readCommit(repository.directory, sha)));
}

/** Whose a commit shall be. */
export interface SignatureWish {
  readonly author?: Partial<Signature>;
  readonly committer?: Partial<Signature>;
}

interface NewCommit extends SignatureWish {
  readonly message: string;
  readonly tree: string;
  readonly parents?: readonly string[];
}

async function createCommit(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  await refuseEmpty(repository);
  const { message, tree, parents = [], ...who } = call.body as unknown as NewCommit;
  if ((await objectType(repository.directory, tree)) !== 'tree') throw new Refusal(422, 'Tree SHA does not exist');
  for (const parent of parents) {
    const isCommit = (await objectType(repository.directory, parent)) === 'commit';
    if (!isCommit) throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
  }
  const sha = await writeCommit(repository.directory, { tree, parents, message, ...signatures(call, who) });
  return created(gitDataCommitObject(world, repository, await readCommit(repository.directory, sha)));
}

/** Author and committer as wished; the author is the caller, and the committer the author, unless told otherwise. */
export function signatures(call: RepositoryCall, wish: SignatureWish) {
  const account = accountOf(call);
  const caller = { name: account.login, email: noreplyAddress(account), date: call.world.now().toISOString() };
  const author: Signature = { ...caller, ...wish.author };
  return { author, committer: { ...author, ...wish.committer } };
}
