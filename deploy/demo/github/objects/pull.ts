import { fullName, type Json, type PullRequest, type Repository, type World } from '../world.ts';
import { accountObject, nodeId } from './account.ts';
import { repositoryObject, repositoryPage, repositoryUrl } from './repository.ts';

const unassigned = {
  labels: [],
  milestone: null,
  assignee: null,
  assignees: [],
  requested_reviewers: [],
  requested_teams: [],
  auto_merge: null,
  active_lock_reason: null,
  locked: false,
  draft: false,
  merged_at: null,
  merge_commit_sha: null,
};

/** A pull request as lists show it. */
export function simplePullObject(world: World, repository: Repository, pull: PullRequest): Json {
  return {
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    number: pull.number,
    state: pull.state,
    title: pull.title,
    body: pull.body,
    user: accountObject(world, pull.author),
    author_association: pull.author.type === 'Bot' ? 'NONE' : 'COLLABORATOR',
    created_at: pull.createdAt.toISOString(),
    updated_at: pull.updatedAt.toISOString(),
    closed_at: pull.closedAt?.toISOString() ?? null,
    ...unassigned,
    head: end(world, repository, pull.head, pull.headSha),
    base: end(world, repository, pull.base, pull.baseSha),
    ...pullLinks(world, repository, pull),
  };
}

/** What a single pull request, and webhooks, add. */
export function pullObject(world: World, repository: Repository, pull: PullRequest): Json {
  const comments = repository.comments.filter((comment) => comment.pull === pull.number).length;
  const sizes = { review_comments: 0, commits: 1, additions: 1, deletions: 0, changed_files: 1 };
  const merge = { merged: false, mergeable: true, rebaseable: true, mergeable_state: 'clean', merged_by: null };
  const more = { comments, ...sizes, ...merge, maintainer_can_modify: false };
  return { ...simplePullObject(world, repository, pull), ...more };
}

/** A pull request as check runs and check suites name it. */
export function minimalPullObject(world: World, repository: Repository, pull: PullRequest): Json {
  const repo = { id: repository.id, url: repositoryUrl(world, repository), name: repository.name };
  return {
    id: pull.id,
    number: pull.number,
    url: `${repositoryUrl(world, repository)}/pulls/${pull.number}`,
    head: { ref: pull.head, sha: pull.headSha, repo },
    base: { ref: pull.base, sha: pull.baseSha, repo },
  };
}

function end(world: World, repository: Repository, ref: string, sha: string): Json {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: accountObject(world, repository.owner),
    repo: repositoryObject(world, repository),
  };
}

export function pullPage(world: World, repository: Repository, number: number): string {
  return `${repositoryPage(world, repository)}/pull/${number}`;
}

function pullLinks(world: World, repository: Repository, pull: PullRequest): Json {
  const api = repositoryUrl(world, repository);
  const page = pullPage(world, repository, pull.number);
  const urls = {
    url: `${api}/pulls/${pull.number}`,
    html_url: page,
    issue_url: `${api}/issues/${pull.number}`,
    commits_url: `${api}/pulls/${pull.number}/commits`,
    review_comments_url: `${api}/pulls/${pull.number}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
  return { ...urls, diff_url: `${page}.diff`, patch_url: `${page}.patch`, _links: selfLinks(urls) };
}

function selfLinks(urls: Readonly<Record<string, string>>): Json {
  const link = (name: string) => ({ href: urls[`${name}_url`] ?? urls.url });
  const names = ['html', 'issue', 'comments', 'review_comments', 'review_comment', 'commits', 'statuses', 'self'];
  return Object.fromEntries(names.map((name) => [name, link(name)]));
}

/** The issue that every pull request also is, as comment webhooks carry it. */
export function issueObject(world: World, repository: Repository, pull: PullRequest): Json {
  const api = `${repositoryUrl(world, repository)}/issues/${pull.number}`;
  const page = pullPage(world, repository, pull.number);
  return {
    ...issueBasics(world, repository, pull),
    url: api,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    timeline_url: `${api}/timeline`,
    html_url: page,
    reactions: reactionsObject(api),
    pull_request: {
      url: `${world.apiUrl}/repos/${fullName(repository)}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: null,
    },
  };
}

function issueBasics(world: World, repository: Repository, pull: PullRequest): Json {
  const { labels, milestone, assignee, assignees, active_lock_reason, locked, draft } = unassigned;
  return {
    id: pull.id,
    node_id: nodeId('I', pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body,
    user: accountObject(world, pull.author),
    ...{ labels, milestone, assignee, assignees, active_lock_reason, locked, draft },
    state: pull.state,
    state_reason: null,
    comments: repository.comments.filter((comment) => comment.pull === pull.number).length,
    created_at: pull.createdAt.toISOString(),
    updated_at: pull.updatedAt.toISOString(),
    closed_at: pull.closedAt?.toISOString() ?? null,
    author_association: 'COLLABORATOR',
    performed_via_github_app: null,
  };
}

export function reactionsObject(url: string): Json {
  const none = { '+1': 0, '-1': 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, ...none };
}
