import type { Commit } from '../git/commits.ts';
import type { TreeEntry } from '../git/objects.ts';
import { fullName, type Json, type Repository, type World } from '../world.ts';
import { nodeId } from './account.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

export const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A branch or tag; of an annotated tag, its `object` is the tag. */
export function refObject(world: World, repository: Repository, ref: string, sha: string, type = 'commit'): Json {
  const url = `${repositoryUrl(world, repository)}/git`;
  const object = { type, sha, url: `${url}/${type}s/${sha}` };
  return { ref, node_id: nodeId('REF', repository.id), url: `${url}/${ref}`, object };
}

/** A commit as the git database has it, without accounts. */
export function gitDataCommitObject(world: World, repository: Repository, commit: Commit): Json {
  const { sha, tree, parents, author, committer, message } = commit;
  const url = `${repositoryUrl(world, repository)}/git`;
  const page = `${repositoryPage(world, repository)}/commit`;
  return {
    ...{ sha, node_id: nodeId('C', repository.id), url: `${url}/commits/${sha}`, html_url: `${page}/${sha}` },
    ...{ author, committer, message, tree: { sha: tree, url: `${url}/trees/${tree}` }, verification: unsigned },
    parents: parents.map((each) => ({ sha: each, url: `${url}/commits/${each}`, html_url: `${page}/${each}` })),
  };
}

export function treeObject(world: World, repository: Repository, sha: string, entries: readonly TreeEntry[]): Json {
  const url = `${repositoryUrl(world, repository)}/git`;
  const tree = entries.map(({ size, ...entry }) => ({
    ...entry,
    ...(size === null ? {} : { size }),
    url: `${url}/${entry.type}s/${entry.sha}`,
  }));
  return { sha, url: `${url}/trees/${sha}`, tree, truncated: false };
}

/** A file or folder at a path, without what is in it. */
export function contentObject(world: World, repository: Repository, branch: string, entry: TreeEntry): Json {
  const { path, sha, type, size } = entry;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const url = `${repositoryUrl(world, repository)}/contents/${encoded}?ref=${encodeURIComponent(branch)}`;
  const git = `${repositoryUrl(world, repository)}/git/${type}s/${sha}`;
  const html = `${repositoryPage(world, repository)}/${type}/${branch}/${encoded}`;
  const raw = `${world.origin}/raw/${fullName(repository)}/${branch}/${encoded}`;
  return {
    ...{ type: type === 'tree' ? 'dir' : 'file', name: path.split('/').at(-1) ?? '', path, sha, size: size ?? 0 },
    ...{ url, git_url: git, html_url: html, download_url: type === 'tree' ? null : raw },
    _links: { self: url, git, html },
  };
}
