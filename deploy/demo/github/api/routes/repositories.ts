import { readCommit, readCommits } from '../../git/commits.ts';
import { readRefs, resolveCommit } from '../../git/refs.ts';
import { levelOf } from '../../levels.ts';
import { accountObject, nodeId } from '../../objects/account.ts';
import { permissionsObject } from '../../objects/collaborator.ts';
import { commitObject, fullCommitObject } from '../../objects/commit.ts';
import { fullRepositoryObject, repositoryPage, repositoryUrl } from '../../objects/repository.ts';
import type { Activity, Json } from '../../world.ts';
import { type Answer, notFound, ok, Refusal } from '../answer.ts';
import type { RepositoryCall, Route } from '../call.ts';
import { cursorPage, page } from '../paging.ts';

export const repositoryRoutes = {
  'repos/get': { by: 'repository', needs: ['metadata:read'], handle: get },
  'repos/list-activities': { by: 'repository', needs: ['contents:read'], handle: listActivities },
  'repos/list-branches': { by: 'repository', needs: ['contents:read'], handle: listBranches },
  'repos/get-branch': { by: 'repository', needs: ['contents:read'], handle: getBranch },
  'repos/list-commits': { by: 'repository', needs: ['contents:read'], handle: listCommits },
  'repos/get-commit': { by: 'repository', needs: ['contents:read'], handle: getCommit },
} as const satisfies Record<string, Route>;

function get({ world, repository, caller }: RepositoryCall): Answer {
  const level = caller.kind === 'user' ? levelOf(world, repository, caller.account) : null;
  const permissions = caller.kind === 'user' ? { permissions: permissionsObject(level) } : {};
  return ok({ ...fullRepositoryObject(world, repository), ...permissions });
}

const periods: Readonly<Record<string, number>> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

/** Newest first; every push to a branch with the time at which GitHub received it. */
function listActivities(call: RepositoryCall): Answer {
  const { world, repository, query } = call;
  const since = world.now().getTime() - (periods[query.time_period ?? ''] ?? 36_600) * 86_400_000;
  const rows = repository.activities
    .filter((row) => query.ref === undefined || row.ref === query.ref || row.ref === `refs/heads/${query.ref}`)
    .filter((row) => query.actor === undefined || row.actor.login === query.actor)
    .filter((row) => query.activity_type === undefined || row.type === query.activity_type)
    .filter((row) => row.at.getTime() >= since);
  const ordered = query.direction === 'asc' ? rows : rows.toReversed();
  const write = (row: Activity): Json => ({
    id: row.id,
    node_id: nodeId('PSH', row.id),
    before: row.before,
    after: row.after,
    ref: row.ref,
    timestamp: row.at.toISOString(),
    activity_type: row.type,
    actor: accountObject(world, row.actor),
  });
  return cursorPage(call, ordered, 'after', write);
}

async function listBranches(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const refs = [...(await readRefs(repository.directory, 'refs/heads'))];
  const branches = call.query.protected === undefined || String(call.query.protected) === 'false' ? refs : [];
  return page(call, branches, (items) =>
    items.map(([ref, sha]) => {
      const name = ref.replace('refs/heads/', '');
      const commit = { sha, url: `${repositoryUrl(world, repository)}/commits/${sha}` };
      return { name, commit, protected: false };
    }),
  );
}

async function getBranch({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const sha = await resolveCommit(repository.directory, `refs/heads/${params.branch}`);
  if (sha === null) throw new Refusal(404, 'Branch not found');
  const name = params.branch;
  const self = `${repositoryUrl(world, repository)}/branches/${encodeURIComponent(name ?? '')}`;
  const checks = { enforcement_level: 'off', contexts: [], checks: [] };
  return ok({
    name,
    commit: commitObject(world, repository, await readCommit(repository.directory, sha)),
    _links: { self, html: `${repositoryPage(world, repository)}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: checks },
    protection_url: `${self}/protection`,
  });
}

async function listCommits(call: RepositoryCall): Promise<Answer> {
  const { world, repository, query } = call;
  const start = await resolveCommit(repository.directory, query.sha ?? repository.defaultBranch);
  if (start === null) throw notFound();
  const commits = await readCommits(repository.directory, [start]);
  return page(call, commits, (items) => items.map((commit) => commitObject(world, repository, commit)));
}

async function getCommit({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const sha = await resolveCommit(repository.directory, params.ref ?? '');
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${params.ref}`);
  return ok(fullCommitObject(world, repository, await readCommit(repository.directory, sha)));
}
