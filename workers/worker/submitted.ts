import type { Finding } from '#graders/check.ts';
import type { ClaimedRun } from '#services/classroom/runs/claim.ts';
import { keepTree } from '#services/classroom/runs/tree.ts';
import { type Digest, type FileTree, getTree, putTree, type Store } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { fetchCommit } from '../grading/fetch/fetch.ts';
import type { Unavailable } from '../grading/fetch/trouble.ts';
import { leftOut } from './left-out.ts';

export interface SubmittedDeps {
  readonly db: Database;
  readonly store: Store;
  /** Where git reaches GitHub, without a slash at its end. */
  readonly githubUrl: string;
  /** A token that reads this one repository; undefined where no App is set up. */
  readonly readToken: ((repository: ClaimedRun['repository']) => Promise<string | undefined>) | undefined;
}

/** The files of a commit, or why they are not to be had. */
export type Submitted =
  | { readonly files: FileTree; readonly digest: Digest; readonly findings: readonly Finding[] }
  | Unavailable;

/** From the store where it was fetched before; GitHub is asked once per commit. */
export async function submittedFiles(deps: SubmittedDeps, run: ClaimedRun, signal: AbortSignal): Promise<Submitted> {
  const { tree } = run.submission;
  const files = tree && (await getTree(deps.store, tree));
  if (tree && files) return { files, digest: tree, findings: await readFindings(deps.store, run) };
  return fetchSubmitted(deps, run, signal);
}

async function fetchSubmitted(deps: SubmittedDeps, run: ClaimedRun, signal: AbortSignal): Promise<Submitted> {
  const { owner, name } = run.repository;
  const token = await tokenFor(deps, run);
  if (token && 'unavailable' in token) return token;
  const url = `${deps.githubUrl}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
  const fetched = await fetchCommit({ url, sha: run.submission.sha, token: token?.token, signal });
  if ('unavailable' in fetched) return fetched;
  const digest = await putTree(deps.store, fetched.tree);
  const findings = leftOut(fetched.refused);
  await deps.store.link(findingsName(run), await deps.store.put(Buffer.from(JSON.stringify(findings))));
  await keepTree(deps.db, run.submission.id, digest);
  return { files: fetched.tree, digest, findings };
}

/** An App that may not read the repository is an expected answer, and no trouble of ours. */
async function tokenFor(
  { readToken }: SubmittedDeps,
  { repository, attempts }: ClaimedRun,
): Promise<{ readonly token: string } | Unavailable | undefined> {
  if (!readToken) return undefined;
  try {
    const token = await readToken(repository);
    return token === undefined ? undefined : { token };
  } catch (error) {
    // 422: GitHub's answer when the installation no longer includes the repository.
    const closed = troubleOf(error, attempts).kind === 'gone' || (error as { status?: number }).status === 422;
    if (!closed) throw error;
    const unavailable = 'Pushmark may no longer read this repository: its GitHub App has no access.';
    return { unavailable, forGood: false };
  }
}

async function readFindings(store: Store, run: ClaimedRun): Promise<Finding[]> {
  const digest = await store.resolve(findingsName(run));
  const text = digest && (await store.get(digest));
  return text ? JSON.parse(Buffer.from(text).toString()) : [];
}

/** What was left out depends on the commit: the same files without the link are the same tree. */
function findingsName({ repository, submission }: ClaimedRun): string {
  return `left-out/${repository.id}/${submission.sha}`;
}
