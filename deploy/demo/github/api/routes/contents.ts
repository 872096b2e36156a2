import { readCommit } from '../../git/commits.ts';
import {
  findEntry,
  readBlob,
  readTree,
  setRef,
  type TreeEntry,
  writeBlob,
  writeCommit,
  writeTree,
} from '../../git/objects.ts';
import { moveRefs, oneAtATime } from '../../git/one-at-a-time.ts';
import { resolveCommit } from '../../git/refs.ts';
import { contentObject, gitDataCommitObject } from '../../objects/git-data.ts';
import { type Answer, created, notFound, ok, Refusal } from '../answer.ts';
import { accountOf, type RepositoryCall, type Route } from '../call.ts';
import { refuseWorkflows } from '../workflows.ts';
import { type SignatureWish, signatures } from './git-data.ts';

export const contentRoutes = {
  'repos/get-content': { by: 'repository', needs: ['contents:read'], handle: get },
  'repos/create-or-update-file-contents': {
    ...{ by: 'repository', needs: ['contents:write'], level: 'write', isContent: true },
    handle: put,
  },
} as const satisfies Record<string, Route>;

/** A file with its contents, or what is in a folder. */
async function get({ world, repository, params, query }: RepositoryCall): Promise<Answer> {
  const { directory, defaultBranch } = repository;
  const ref = query.ref ?? defaultBranch;
  const commit = await resolveCommit(directory, ref);
  if (commit === null)
    throw new Refusal(
      404,
      query.ref === undefined ? 'This repository is empty.' : `No commit found for the ref ${ref}`,
    );
  const path = (params.path ?? '').replace(/^\/|\/$/g, '');
  const write = (entry: TreeEntry) => contentObject(world, repository, ref, entry);
  const found = path === '' ? null : await findEntry(directory, commit, path);
  if (path !== '' && found === null) throw notFound();
  if (found?.type === 'blob') {
    return ok({ ...write(found), encoding: 'base64', content: lines(await readBlob(directory, found.sha)) });
  }
  const entries = await readTree(directory, path === '' ? commit : `${commit}:${path}`);
  return ok(entries.map((entry) => write(path === '' ? entry : { ...entry, path: `${path}/${entry.path}` })));
}

/** Base64 as GitHub breaks it, which clients have to put up with. */
function lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,60}/g, '$&\n');
}

interface Wish extends SignatureWish {
  readonly message: string;
  readonly content: string;
  readonly sha?: string;
  readonly branch?: string;
}

/** One file, one commit; in an empty repository the first one. */
async function put(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params } = call;
  const path = params.path ?? '';
  refuseWorkflows(call, [path]);
  const wish = call.body as unknown as Wish;
  const branch = wish.branch ?? repository.defaultBranch;
  const write = () => writeFile(call, path, wish, `refs/heads/${branch}`);
  const { isNew, sha } = await oneAtATime(world, repository, () => moveRefs(world, repository, accountOf(call), write));
  const entry = await findEntry(repository.directory, sha, path);
  const content = entry && contentObject(world, repository, branch, entry);
  const commit = gitDataCommitObject(world, repository, await readCommit(repository.directory, sha));
  return isNew ? created({ content, commit }) : ok({ content, commit });
}

async function writeFile(call: RepositoryCall, path: string, wish: Wish, ref: string) {
  const { directory, defaultBranch } = call.repository;
  const parent = await resolveCommit(directory, ref);
  const isFirst = (await resolveCommit(directory, `refs/heads/${defaultBranch}`)) === null;
  if (parent === null && !isFirst) throw new Refusal(404, `Branch ${ref.replace('refs/heads/', '')} not found`);
  const before = parent === null ? null : await findEntry(directory, parent, path);
  if (before !== null && wish.sha === undefined) throw new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (wish.sha !== undefined && before?.sha !== wish.sha) throw new Refusal(409, `${path} does not match ${wish.sha}`);
  const blob = await writeBlob(directory, Buffer.from(wish.content, 'base64'));
  const tree = await writeTree(directory, parent, [{ path, mode: before?.mode ?? '100644', sha: blob }]);
  if (tree === null) throw new Refusal(422, 'path contains a malformed path component');
  const parents = parent === null ? [] : [parent];
  const sha = await writeCommit(directory, { tree, parents, message: wish.message, ...signatures(call, wish) });
  await setRef(directory, ref, sha);
  return { isNew: before === null, sha };
}
