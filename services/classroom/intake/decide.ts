import { maybe, type Queryable } from '#services/platform/database.ts';
import type { NewHandIn } from './hand-in.ts';
import type { Repository } from './repository.ts';

/** The hand-in counts for somebody: in the gradebook, or as practice on its pull request. */
export interface Accepted {
  readonly official: boolean;
  readonly assignmentId: number;
  readonly participantId: number;
}

/** It is kept, and not graded. */
export interface Ignored {
  readonly official: boolean;
  /** Why, in words. */
  readonly reason: string;
  /** What would have it graded. */
  readonly mend: string;
  /** A participant did it, and is told. */
  readonly tell: boolean;
}

/** What a hand-in says of itself; also one of a teacher (decisions/commits.ts). */
export type KeptHandIn = Pick<NewHandIn, 'branch' | 'tag' | 'sha'> & { readonly cause: NewHandIn['cause'] | 'teacher' };

export function isIgnored(decision: Accepted | Ignored): decision is Ignored {
  return 'reason' in decision;
}

/**
 * Whether and how a hand-in counts. Official is what reaches the default branch. Any other branch is practice while it
 * has an open pull request, or had one when it came (`counted`). A tag names a commit that is there already: it is
 * official only when the commit was. What a teacher handed in is.
 */
export async function decide(
  db: Queryable,
  repository: Repository,
  handed: KeptHandIn & { readonly counted?: boolean },
): Promise<Accepted | Ignored> {
  const official = handed.branch === repository.defaultBranch || handed.cause === 'teacher';
  const { assignmentId, participantId, matchReason: reason } = repository;
  if (assignmentId === null || participantId === null) {
    const mend = 'Map the repository in course.yaml; what was pushed until then counts with the time of its push.';
    return { official, reason, mend, tell: false };
  }
  const owner = { assignmentId, participantId };
  if (official || handed.cause === 'pull-request') return { official, ...owner };
  if (handed.cause === 'tag') return { official: await wasOfficial(db, repository.id, handed.sha), ...owner };
  if (handed.counted || (await hasOpenPullRequest(db, repository.id, handed.branch)))
    return { official: false, ...owner };
  return {
    official: false,
    reason: `It was pushed to the branch ${handed.branch}; what is handed in is the branch ${repository.defaultBranch}.`,
    mend: `Push it to ${repository.defaultBranch}, or open a pull request of ${handed.branch} to have it graded as practice.`,
    tell: true,
  };
}

async function wasOfficial(db: Queryable, repositoryId: number, sha: string): Promise<boolean> {
  const sql = `select from hand_in where repository_id = $1 and sha = $2 and official and cause <> 'tag' limit 1`;
  return (await maybe(db, sql, [repositoryId, sha])) !== undefined;
}

async function hasOpenPullRequest(db: Queryable, repositoryId: number, branch: string | undefined): Promise<boolean> {
  const sql = 'select from pull_request where repository_id = $1 and head_branch = $2 and open limit 1';
  return (await maybe(db, sql, [repositoryId, branch])) !== undefined;
}
