import { maybe, type Queryable } from '#services/platform/database.ts';
import type { Trigger } from '../rules/document.ts';
import type { Handed, Ignored } from './decide.ts';
import type { Repository } from './repository.ts';

/** In the gradebook, or graded as practice on its pull request. */
export type Way = 'official' | 'practice';

/**
 * What a hand-in is, by what hands in to its assignment: a push to the default branch, a tag `submit/…`, or a pull
 * request of another branch. A branch with an open pull request, or with one when it was pushed, is practice otherwise.
 * Any other tag names a commit that is there already: it is official only when the commit was.
 */
export async function wayIn(
  db: Queryable,
  trigger: Trigger,
  repository: Repository,
  handed: Handed,
): Promise<Way | Ignored> {
  const { cause, branch, tag = '', sha } = handed;
  if (cause === 'tag') {
    if (trigger === 'tag' && tag.startsWith(SUBMIT_TAG)) return 'official';
    return trigger !== 'tag' && (await wasOfficial(db, repository.id, sha)) ? 'official' : 'practice';
  }
  if (branch === repository.defaultBranch)
    return trigger === 'push' ? 'official' : { ...notThisWay(trigger, branch), tell: cause === 'push' };
  const proposed = cause === 'pull-request' || handed.counted || (await hasOpenPullRequest(db, repository.id, branch));
  if (proposed) return trigger === 'pull-request' ? 'official' : 'practice';
  return onBranch(trigger, branch, repository.defaultBranch);
}

/** What the names of tags begin with that hand in. */
export const SUBMIT_TAG = 'submit/';
const howToTag = `git tag ${SUBMIT_TAG}1 && git push origin ${SUBMIT_TAG}1, with a new number each time.`;

/** It reached the default branch, and that hands in nothing. */
function notThisWay(trigger: Exclude<Trigger, 'push'>, branch: string): Ignored {
  const [what, mend] =
    trigger === 'tag'
      ? [`with a tag ${SUBMIT_TAG}…`, `Tag the commit and push the tag: ${howToTag}`]
      : ['by a pull request', `Push to another branch and open a pull request to ${branch}.`];
  return ignored(`This assignment is handed in ${what}; a push to ${branch} alone hands nothing in.`, mend);
}

function onBranch(trigger: Trigger, branch: string | undefined, defaultBranch: string): Ignored {
  const pushed = `It was pushed to the branch ${branch}`;
  if (trigger === 'pull-request') {
    return ignored(`${pushed}, which has no open pull request.`, `Open a pull request of ${branch} to hand it in.`);
  }
  const practice = `open a pull request of ${branch} to have it graded as practice.`;
  if (trigger === 'tag') {
    const reason = `${pushed}; what is handed in is a tag ${SUBMIT_TAG}….`;
    return ignored(reason, `Tag the commit and push the tag, or ${practice}`);
  }
  return ignored(
    `${pushed}; what is handed in is the branch ${defaultBranch}.`,
    `Push it to ${defaultBranch}, or ${practice}`,
  );
}

function ignored(reason: string, mend: string): Ignored {
  return { official: false, reason, mend, tell: true };
}

async function wasOfficial(db: Queryable, repositoryId: number, sha: string): Promise<boolean> {
  const sql = `select from hand_in where repository_id = $1 and sha = $2 and official and cause <> 'tag' limit 1`;
  return (await maybe(db, sql, [repositoryId, sha])) !== undefined;
}

async function hasOpenPullRequest(db: Queryable, repositoryId: number, branch: string | undefined): Promise<boolean> {
  const sql = 'select from pull_request where repository_id = $1 and head_branch = $2 and open limit 1';
  return (await maybe(db, sql, [repositoryId, branch])) !== undefined;
}
