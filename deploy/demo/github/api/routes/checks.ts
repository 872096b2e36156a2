import {
  addAnnotations,
  applyChange,
  type CheckRunChange,
  createCheckRun,
  type NewCheckRun,
} from '../../controls/checks.ts';
import { resolveCommit } from '../../git/refs.ts';
import { annotationObject, checkRunObject } from '../../objects/check.ts';
import type { CheckRun } from '../../world.ts';
import { type Answer, created, notFound, ok, Refusal } from '../answer.ts';
import { pick, type RepositoryCall, type Route } from '../call.ts';
import { page } from '../paging.ts';

export const checkRoutes = {
  'checks/create': { by: 'repository', needs: ['checks:write'], appsOnly: true, handle: create },
  'checks/update': { by: 'repository', needs: ['checks:write'], appsOnly: true, handle: update },
  'checks/get': { by: 'repository', needs: ['checks:read'], handle: get },
  'checks/list-for-ref': { by: 'repository', needs: ['checks:read'], handle: listForRef },
  'checks/list-annotations': { by: 'repository', needs: ['checks:read'], handle: listAnnotations },
} as const satisfies Record<string, Route>;

function found(call: RepositoryCall): CheckRun {
  return pick(call.repository.checkRuns, (run) => String(run.id) === call.params.check_run_id);
}

async function create(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const wanted = call.body as unknown as NewCheckRun;
  const isSha = /^[0-9a-f]{40}$/.test(wanted.head_sha);
  if (!isSha || (await resolveCommit(repository.directory, wanted.head_sha)) === null) {
    throw new Refusal(422, `No commit found for SHA: ${wanted.head_sha}`);
  }
  const run = await createCheckRun(world, repository, world.app, wanted);
  return created(checkRunObject(world, repository, run));
}

async function update(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const run = found(call);
  if (run.app !== world.app) {
    const reason = 'check run can only be modified by the GitHub App that created it.';
    throw new Refusal(403, `Invalid app_id \`${world.app.id}\` - ${reason}`);
  }
  const change = call.body as CheckRunChange;
  addAnnotations(run, change);
  await applyChange(world, repository, run, change);
  return ok(checkRunObject(world, repository, run));
}

function get(call: RepositoryCall): Answer {
  return ok(checkRunObject(call.world, call.repository, found(call)));
}

function listAnnotations(call: RepositoryCall): Answer {
  const { world, repository } = call;
  const { annotations, headSha } = found(call);
  return page(call, annotations, (items) => items.map((each) => annotationObject(world, repository, headSha, each)));
}

async function listForRef(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const sha = await resolveCommit(repository.directory, params.ref ?? '');
  if (sha === null) throw notFound();
  const matching = repository.checkRuns
    .filter((run) => run.headSha === sha)
    .filter((run) => query.check_name === undefined || run.name === query.check_name)
    .filter((run) => query.status === undefined || run.status === query.status)
    .filter((run) => query.app_id === undefined || String(run.app.id) === String(query.app_id))
    .toReversed();
  const runs = query.filter === 'all' ? matching : latestOfEachName(matching);
  return page(call, runs, (items) => ({
    total_count: runs.length,
    check_runs: items.map((run) => checkRunObject(world, repository, run)),
  }));
}

/** By default only the newest run of each App and name is listed. */
function latestOfEachName(newestFirst: readonly CheckRun[]): readonly CheckRun[] {
  const same = (one: CheckRun, other: CheckRun) => one.app === other.app && one.name === other.name;
  return newestFirst.filter((run, at) => newestFirst.findIndex((other) => same(other, run)) === at);
}
