import { pullPage } from '../objects/pull.ts';
import { pullAsText } from '../page/text.ts';
import { emitCheckRun } from '../webhooks/emit.ts';
import { rerequestSuite } from '../webhooks/suites.ts';
import type { CheckRun, Comment, PullRequest, Repository, World } from '../world.ts';
import { needAccount, needRepository } from './accounts.ts';
import { createCheckRun, type NewCheckRun } from './checks.ts';
import { addComment, deleteComment, editComment, mayChange } from './comments.ts';
import { closePull, createPull, editPull, type NewPullRequest, reopenPull } from './pulls.ts';

interface OfPull {
  readonly repository: string;
  readonly pull: number;
}

interface ByUser {
  readonly user: string;
}

interface OfComment extends ByUser {
  readonly repository: string;
  readonly comment: number;
}

/** Pull requests, comments and check runs: what people do at GitHub's pages, and what they see there. */
export function conversationControls(world: World) {
  return { ...pullControls(world), ...commentControls(world), ...checkControls(world) };
}

function pullControls(world: World) {
  const pullOf = ({ repository, pull: number, user }: OfPull & ByUser) => {
    const found = needRepository(world, repository);
    return [found, needPull(found, number), needAccount(world, user)] as const;
  };
  return {
    openPullRequest: (
      wanted: ByUser & Omit<NewPullRequest, 'body'> & { readonly repository: string; readonly body?: string },
    ): Promise<PullRequest> => {
      const { title, head, base, body = null } = wanted;
      const repository = needRepository(world, wanted.repository);
      return createPull(world, repository, needAccount(world, wanted.user), { title, head, base, body });
    },
    closePullRequest: (wanted: OfPull & ByUser): void => closePull(world, ...pullOf(wanted)),
    reopenPullRequest: (wanted: OfPull & ByUser): void => reopenPull(world, ...pullOf(wanted)),
    editPullRequest: (wanted: OfPull & ByUser & { readonly title?: string; readonly base?: string }): Promise<void> =>
      editPull(world, ...pullOf(wanted), wanted),
    pullRequests: (repository: string): readonly PullRequest[] => needRepository(world, repository).pulls,
    /** Address of the page that shows a pull request as its student sees it. */
    pullRequestUrl: (repository: string, pull: number): string =>
      pullPage(world, needRepository(world, repository), pull),
    /** The same for a terminal. */
    pullRequestText: (repository: string, pull: number): string => {
      const found = needRepository(world, repository);
      return pullAsText(found, needPull(found, pull), commentsOf(found, pull));
    },
  };
}

function commentControls(world: World) {
  const commentOf = ({ repository, comment: id, user }: OfComment) => {
    const [found, account] = [needRepository(world, repository), needAccount(world, user)];
    const comment = found.comments.find((each) => each.id === id);
    if (comment === undefined) throw new Error(`${repository} has no comment ${id}`);
    if (!mayChange(world, found, comment, account)) throw new Error(`${user} may not change comment ${id}`);
    return [found, comment, account] as const;
  };
  return {
    comments: (repository: string, pull: number): readonly Comment[] =>
      commentsOf(needRepository(world, repository), pull),
    commentAs: ({ repository, pull, user, body }: OfPull & ByUser & { readonly body: string }): Comment => {
      const found = needRepository(world, repository);
      const author = needAccount(world, user);
      return addComment(world, found, { pull: needPull(found, pull).number, body, author, app: null });
    },
    editCommentAs: (wanted: OfComment & { readonly body: string }): void => {
      const [repository, comment, editor] = commentOf(wanted);
      editComment(world, repository, comment, editor, wanted.body);
    },
    deleteCommentAs: (wanted: OfComment): void => deleteComment(world, ...commentOf(wanted)),
  };
}

function checkControls(world: World) {
  return {
    /** Every check run of a repository, oldest first; of one commit when a SHA is given. */
    checkRuns: (repository: string, sha?: string): readonly CheckRun[] =>
      needRepository(world, repository).checkRuns.filter((run) => sha === undefined || run.headSha === sha),
    /** What "Re-run" at a check run does. */
    rerequest: (checkRunId: number, user: string): void => {
      const repositories = [...world.repositories.values()];
      const repository = repositories.find(({ checkRuns }) => checkRuns.some(({ id }) => id === checkRunId));
      const run = repository?.checkRuns.find(({ id }) => id === checkRunId);
      if (repository === undefined || run === undefined) throw new Error(`there is no check run ${checkRunId}`);
      emitCheckRun(world, 'rerequested', repository, run, needAccount(world, user));
    },
    /** What "Re-run all checks" at a commit does. */
    rerequestAll: (repository: string, sha: string, user: string): Promise<void> =>
      rerequestSuite(world, needRepository(world, repository), sha, needAccount(world, user)),
    /** A check run that a student's own workflow makes, perhaps under our name: another App's. */
    createForeignCheckRun: (repository: string, wanted: NewCheckRun): Promise<CheckRun> =>
      createCheckRun(world, needRepository(world, repository), world.actions, wanted),
  };
}

function needPull(repository: Repository, number: number): PullRequest {
  const found = repository.pulls.find((pull) => pull.number === number);
  if (found === undefined) throw new Error(`${repository.name} has no pull request ${number}`);
  return found;
}

function commentsOf(repository: Repository, pull: number): readonly Comment[] {
  return repository.comments.filter((comment) => comment.pull === pull);
}
