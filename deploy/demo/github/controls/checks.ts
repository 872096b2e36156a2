import { readCommit } from '../git/commits.ts';
import { emitCheckRun, emitSuite } from '../webhooks/emit.ts';
import { suiteFor } from '../webhooks/suites.ts';
import type { Annotation, App, CheckRun, Json, Repository, World } from '../world.ts';

interface Output {
  readonly title?: string;
  readonly summary?: string;
  readonly text?: string;
  readonly annotations?: readonly Annotation[];
}

/** The body of `PATCH …/check-runs/{id}`. */
export interface CheckRunChange {
  readonly name?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly external_id?: string;
  readonly details_url?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: Output;
  readonly actions?: readonly Json[];
}

/** The body of `POST …/check-runs`. */
export interface NewCheckRun extends CheckRunChange {
  readonly name: string;
  readonly head_sha: string;
}

/** Makes a check run as any App may, ours or another; a second one of the same name is another run. */
export async function createCheckRun(
  world: World,
  repository: Repository,
  app: App,
  wanted: NewCheckRun,
): Promise<CheckRun> {
  const run: CheckRun = {
    ...{ id: world.nextId('check'), app, suite: suiteFor(world, repository, app, wanted.head_sha) },
    ...{ name: wanted.name, headSha: wanted.head_sha, externalId: '', status: 'queued', conclusion: null },
    ...{ startedAt: world.now(), completedAt: null, title: null, summary: null, text: null },
    detailsUrl: world.origin,
    annotations: [],
    actions: [],
  };
  repository.checkRuns.push(run);
  addAnnotations(run, wanted);
  emitCheckRun(world, 'created', repository, run, app.bot);
  await applyChange(world, repository, run, wanted);
  return run;
}

/** Annotations are appended, in an update too; nothing takes one away. */
export function addAnnotations(run: CheckRun, { output }: CheckRunChange): void {
  run.annotations.push(...(output?.annotations ?? []));
}

/** Changes what is given; a conclusion completes the run, a new beginning takes the conclusion away. */
export async function applyChange(
  world: World,
  repository: Repository,
  run: CheckRun,
  change: CheckRunChange,
): Promise<void> {
  const wasCompleted = run.status === 'completed';
  run.name = change.name ?? run.name;
  run.externalId = change.external_id ?? run.externalId;
  run.detailsUrl = change.details_url ?? run.detailsUrl;
  run.actions = change.actions ?? run.actions;
  if (change.started_at !== undefined) run.startedAt = new Date(change.started_at);
  run.title = change.output?.title ?? run.title;
  run.summary = change.output?.summary ?? run.summary;
  run.text = change.output?.text ?? run.text;
  run.status = change.conclusion === undefined ? (change.status ?? run.status) : 'completed';
  const isCompleted = run.status === 'completed';
  run.conclusion = isCompleted ? (change.conclusion ?? run.conclusion) : null;
  run.completedAt = isCompleted ? completion(world, run, change) : null;
  if (isCompleted && !wasCompleted) await announceCompletion(world, repository, run);
}

function completion(world: World, run: CheckRun, change: CheckRunChange): Date {
  return change.completed_at === undefined ? (run.completedAt ?? world.now()) : new Date(change.completed_at);
}

async function announceCompletion(world: World, repository: Repository, run: CheckRun): Promise<void> {
  emitCheckRun(world, 'completed', repository, run, run.app.bot);
  const siblings = repository.checkRuns.filter((each) => each.suite === run.suite);
  if (!siblings.every((each) => each.status === 'completed')) return;
  const commit = await readCommit(repository.directory, run.headSha);
  emitSuite(world, 'completed', repository, run.suite, commit, run.app.bot);
}
