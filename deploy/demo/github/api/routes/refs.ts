import { deleteRef, objectType, setRef } from '../../git/objects.ts';
import { moveRefs, oneAtATime } from '../../git/one-at-a-time.ts';
import { isAncestor, readRefs } from '../../git/refs.ts';
import { refObject } from '../../objects/git-data.ts';
import type { Repository } from '../../world.ts';
import { type Answer, created, noContent, notFound, ok, Refusal } from '../answer.ts';
import { accountOf, type RepositoryCall, type Route } from '../call.ts';
import { page } from '../paging.ts';
import { refuseEmpty } from './git-data.ts';

const reading = { by: 'repository', needs: ['contents:read'] } as const;
const writing = { by: 'repository', needs: ['contents:write'], level: 'write' } as const;

export const refRoutes = {
  'git/get-ref': { ...reading, handle: getRef },
  'git/list-matching-refs': { ...reading, handle: listMatchingRefs },
  'git/create-ref': { ...writing, handle: createRef },
  'git/update-ref': { ...writing, handle: updateRef },
  'git/delete-ref': { ...writing, handle: removeRef },
} as const satisfies Record<string, Route>;

async function getRef({ world, repository, params }: RepositoryCall): Promise<Answer> {
  await refuseEmpty(repository);
  const ref = `refs/${params.ref}`;
  const sha = (await readRefs(repository.directory)).get(ref);
  if (sha === undefined) throw notFound();
  return ok(refObject(world, repository, ref, sha, await typeOf(repository, ref, sha)));
}

/** Only tags can be objects of their own. */
async function typeOf({ directory }: Repository, ref: string, sha: string): Promise<string> {
  return (ref.startsWith('refs/tags/') && (await objectType(directory, sha))) || 'commit';
}

async function listMatchingRefs(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params } = call;
  await refuseEmpty(repository);
  const refs = [...(await readRefs(repository.directory))].filter(([ref]) => ref.startsWith(`refs/${params.ref}`));
  const typed = refs.map(async ([ref, sha]) => [ref, sha, await typeOf(repository, ref, sha)] as const);
  return page(call, await Promise.all(typed), (items) => items.map((each) => refObject(world, repository, ...each)));
}

/** Refs move one request after the other, with everything that a push entails. */
function move(call: RepositoryCall, ref: string, work: (now: string | undefined) => Promise<unknown>): Promise<void> {
  const { world, repository } = call;
  return oneAtATime(world, repository, async () => {
    const now = (await readRefs(repository.directory)).get(ref);
    await moveRefs(world, repository, accountOf(call), () => work(now));
  });
}

async function createRef(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const { ref, sha } = call.body as { ref: string; sha: string };
  await refuseEmpty(repository);
  if (!/^refs\/[^/]+\/./.test(ref)) throw new Refusal(422, 'Reference name must start with refs/ and have two slashes');
  await refuseUnknown(call, sha);
  await move(call, ref, async (now) => {
    if (now !== undefined) throw new Refusal(422, 'Reference already exists');
    await setRef(repository.directory, ref, sha);
  });
  return created(refObject(world, repository, ref, sha));
}

async function refuseUnknown({ repository }: RepositoryCall, sha: string): Promise<void> {
  if ((await objectType(repository.directory, sha)) === null) throw new Refusal(422, 'Object does not exist');
}

async function updateRef(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params } = call;
  const { sha, force = false } = call.body as { sha: string; force?: boolean };
  const ref = `refs/${params.ref}`;
  await refuseUnknown(call, sha);
  await move(call, ref, async (now) => {
    if (now === undefined) throw new Refusal(422, 'Reference does not exist');
    const isForward = force || (await isAncestor(repository.directory, now, sha));
    if (!isForward) throw new Refusal(422, 'Update is not a fast forward');
    await setRef(repository.directory, ref, sha);
  });
  return ok(refObject(world, repository, ref, sha));
}

async function removeRef(call: RepositoryCall): Promise<Answer> {
  const { repository, params } = call;
  const ref = `refs/${params.ref}`;
  await move(call, ref, async (now) => {
    if (now === undefined) throw new Refusal(422, 'Reference does not exist');
    await deleteRef(repository.directory, ref);
  });
  return noContent;
}
