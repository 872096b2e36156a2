import type { ChangedFile, Commit, Signature } from '../git/commits.ts';
import { fullName, type Json, type Repository, type World } from '../world.ts';
import { accountObject, nodeId } from './account.ts';
import { unsigned } from './git-data.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** A commit without its files, as lists of commits have it. */
export function commitObject(world: World, repository: Repository, commit: Commit): Json {
  const url = `${repositoryUrl(world, repository)}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId('C', repository.id),
    url,
    html_url: commitPage(world, repository, commit.sha),
    comments_url: `${url}/comments`,
    commit: gitCommitObject(world, repository, commit),
    author: author(world, commit.author),
    committer: author(world, commit.committer),
    parents: commit.parents.map((sha) => parentObject(world, repository, sha)),
  };
}

/** What `GET …/commits/{ref}` adds. */
export function fullCommitObject(world: World, repository: Repository, commit: Commit): Json {
  const additions = commit.files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = commit.files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commitObject(world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: commit.files.map((file) => fileObject(world, repository, commit.sha, file)),
  };
}

/** A commit in a push webhook. */
export function pushedCommitObject(world: World, repository: Repository, commit: Commit): Json {
  const paths = (status: ChangedFile['status'][]) =>
    commit.files.filter((file) => status.includes(file.status)).map((file) => file.path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: commitPage(world, repository, commit.sha),
    author: signatureObject(world, commit.author),
    committer: signatureObject(world, commit.committer),
    added: paths(['added']),
    removed: paths(['removed']),
    modified: paths(['modified', 'changed']),
  };
}

function gitCommitObject(world: World, repository: Repository, commit: Commit): Json {
  const url = `${repositoryUrl(world, repository)}/git`;
  return {
    url: `${url}/commits/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    comment_count: 0,
    verification: unsigned,
  };
}

function parentObject(world: World, repository: Repository, sha: string): Json {
  const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
  return { sha, url, html_url: commitPage(world, repository, sha) };
}

function fileObject(world: World, repository: Repository, sha: string, file: ChangedFile): Json {
  const path = encodeURIComponent(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${repositoryPage(world, repository)}/blob/${sha}/${path}`,
    raw_url: `${repositoryPage(world, repository)}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${sha}`,
  };
}

function commitPage(world: World, repository: Repository, sha: string): string {
  return `${world.origin}/${fullName(repository)}/commit/${sha}`;
}

/** The address that GitHub gives each account for commits; only by it are an author's login and id known. */
export function noreplyAddress(account: { readonly id: number; readonly login: string }): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}

function author(world: World, signature: Signature): Json | null {
  const account = [...world.accounts.values()].find((each) => noreplyAddress(each) === signature.email);
  return account === undefined ? null : accountObject(world, account);
}

export function signatureObject(world: World, signature: Signature): Json {
  const account = [...world.accounts.values()].find((each) => noreplyAddress(each) === signature.email);
  return account === undefined ? { ...signature } : { ...signature, username: account.login };
}
