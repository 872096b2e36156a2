import { createPull } from '../../controls/pulls.ts';
import { isAncestor, resolveCommit } from '../../git/refs.ts';
import { levelOf } from '../../levels.ts';
import { pullObject, simplePullObject } from '../../objects/pull.ts';
import type { PullRequest } from '../../world.ts';
import { type Answer, created, notFound, ok, validationFailed } from '../answer.ts';
import { accountOf, pick, type RepositoryCall, type Route } from '../call.ts';
import { page } from '../paging.ts';

export const pullRoutes = {
  'pulls/list': { by: 'repository', needs: ['pull_requests:read'], handle: list },
  'pulls/get': { by: 'repository', needs: ['pull_requests:read'], handle: get },
  'pulls/create': { by: 'repository', needs: ['pull_requests:write'], isContent: true, handle: create },
  'repos/list-pull-requests-associated-with-commit': {
    by: 'repository',
    needs: ['pull_requests:read'],
    handle: listOfCommit,
  },
} as const satisfies Record<string, Route>;

function list(call: RepositoryCall): Answer {
  const { repository, query } = call;
  const {
    state = 'open',
    head,
    base,
    sort,
    direction = sort === undefined || sort === 'created' ? 'desc' : 'asc',
  } = query;
  const owner = repository.owner.login;
  const pulls = repository.pulls
    .filter((pull) => state === 'all' || pull.state === state)
    // GitHub ignores a head that has no owner before it.
    .filter((pull) => !head?.includes(':') || head === `${owner}:${pull.head}`)
    .filter((pull) => base === undefined || pull.base === base)
    .toSorted((one, other) => (sort === 'updated' ? +one.updatedAt - +other.updatedAt : one.number - other.number));
  return write(call, direction === 'desc' ? pulls.toReversed() : pulls);
}

function write(call: RepositoryCall, pulls: readonly PullRequest[]): Answer {
  return page(call, pulls, (items) => items.map((pull) => simplePullObject(call.world, call.repository, pull)));
}

function get(call: RepositoryCall): Answer {
  const pull = pick(call.repository.pulls, (each) => String(each.number) === call.params.pull_number);
  return ok(pullObject(call.world, call.repository, pull));
}

async function create(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const author = accountOf(call);
  if (call.caller.kind === 'user' && levelOf(world, repository, author) === null) throw notFound();
  const { title = '', body = null, base, head } = call.body as Record<'title' | 'body' | 'base' | 'head', string>;
  await checkEnds(call, head.split(':').at(-1) ?? '', base);
  const wanted = { title, body, base, head: head.split(':').at(-1) ?? '' };
  return created(pullObject(world, repository, await createPull(world, repository, author, wanted)));
}

async function checkEnds({ repository }: RepositoryCall, head: string, base: string): Promise<void> {
  const refuse = (field: string, message: string) => validationFailed('PullRequest', field, message);
  const headSha = await resolveCommit(repository.directory, `refs/heads/${head}`);
  const baseSha = await resolveCommit(repository.directory, `refs/heads/${base}`);
  if (headSha === null) throw refuse('head', 'head is invalid');
  if (baseSha === null) throw refuse('base', 'base is invalid');
  if (await isAncestor(repository.directory, headSha, baseSha)) {
    throw refuse('head', `No commits between ${base} and ${head}`);
  }
  const twin = repository.pulls.some((pull) => pull.state === 'open' && pull.head === head && pull.base === base);
  if (twin) throw refuse('head', `A pull request already exists for ${repository.owner.login}:${head}.`);
}

async function listOfCommit(call: RepositoryCall): Promise<Answer> {
  const { directory, pulls } = call.repository;
  const sha = call.params.commit_sha ?? '';
  const open = pulls.filter((pull) => pull.state === 'open');
  const has = await Promise.all(open.map((pull) => isAncestor(directory, sha, pull.headSha)));
  return write(
    call,
    open.filter((_, at) => has[at]),
  );
}
