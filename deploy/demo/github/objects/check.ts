import type { Commit } from '../git/commits.ts';
import type { Annotation, CheckRun, CheckSuite, Json, Repository, World } from '../world.ts';
import { appObject, nodeId } from './account.ts';
import { signatureObject } from './commit.ts';
import { minimalPullObject } from './pull.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** A check run as the REST API shows it. */
export function checkRunObject(world: World, repository: Repository, run: CheckRun): Json {
  const url = `${repositoryUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${repositoryPage(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt.toISOString(),
    completed_at: run.completedAt?.toISOString() ?? null,
    output: outputObject(run, url),
    check_suite: { id: run.suite.id },
    app: appObject(world, run.app),
    pull_requests: pullsAt(world, repository, run.headSha),
  };
}

function outputObject(run: CheckRun, url: string): Json {
  const { title, summary, text, annotations } = run;
  return { title, summary, text, annotations_count: annotations.length, annotations_url: `${url}/annotations` };
}

/** A check run as webhooks carry it: with its suite. */
export function hookedCheckRunObject(world: World, repository: Repository, run: CheckRun): Json {
  const suite = suiteObject(world, repository, run.suite);
  return { ...checkRunObject(world, repository, run), check_suite: suite };
}

export function annotationObject(world: World, repository: Repository, sha: string, annotation: Annotation): Json {
  return {
    path: annotation.path,
    blob_href: `${repositoryPage(world, repository)}/blob/${sha}/${encodeURIComponent(annotation.path)}`,
    start_line: annotation.start_line,
    end_line: annotation.end_line,
    start_column: annotation.start_column ?? null,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
  };
}

/** GitHub lists pull requests of the same repository whose head is this commit. */
function pullsAt(world: World, repository: Repository, sha: string): readonly Json[] {
  const open = repository.pulls.filter((pull) => pull.state === 'open' && pull.headSha === sha);
  return open.map((pull) => minimalPullObject(world, repository, pull));
}

export function suiteObject(world: World, repository: Repository, suite: CheckSuite): Json {
  const runs = repository.checkRuns.filter((run) => run.suite === suite);
  const isDone = runs.length > 0 && runs.every((run) => run.status === 'completed');
  const worst = runs.find((run) => run.conclusion !== 'success') ?? runs[0];
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: isDone ? 'completed' : 'queued',
    conclusion: isDone ? (worst?.conclusion ?? null) : null,
    url: `${repositoryUrl(world, repository)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsAt(world, repository, suite.headSha),
    app: appObject(world, suite.app),
    created_at: suite.createdAt.toISOString(),
    updated_at: suite.createdAt.toISOString(),
  };
}

/** A check suite as its own webhooks carry it. */
export function hookedSuiteObject(world: World, repository: Repository, suite: CheckSuite, commit: Commit): Json {
  const url = `${repositoryUrl(world, repository)}/check-suites/${suite.id}`;
  const count = repository.checkRuns.filter((run) => run.suite === suite).length;
  return {
    ...suiteObject(world, repository, suite),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: count,
    check_runs_url: `${url}/check-runs`,
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: plainSignature(world, commit.author),
      committer: plainSignature(world, commit.committer),
    },
  };
}

function plainSignature(world: World, signature: Commit['author']): Json {
  const { name, email } = signatureObject(world, signature);
  return { name, email };
}
