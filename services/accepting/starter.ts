import type { StepResult } from '#services/classroom/accepting/acceptance.ts';
import { type Digest, getTree, subtree } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { beginCopy, isCopy } from './template.ts';
import { orNothing, type Rest, type Work } from './work.ts';

type Place = Work['place'];

/**
 * Puts the starter code into a repository that we have made: as its first commit, in place of the one that GitHub made,
 * and a second one without changes, for GitHub opens no pull request between equal branches. A repository with any work
 * in it is left alone, and a copy of a template has its files already.
 */
export async function writeStarter(work: Work): Promise<StepResult> {
  if (await isCopy(work)) return beginCopy(work);
  const { rest, place, acceptance } = work;
  const branch = acceptance.defaultBranch ?? 'main';
  const head = await orNothing(rest.git.getRef({ ...place, ref: `heads/${branch}` }), 409);
  if (!head || !(await isUntouched(rest, place, head.object.sha))) return {};
  const tree = await treeOf(work);
  const root = await commit(rest, place, { message: `Starter code of ${work.assignment.title}`, tree });
  const message = 'Begin: what is pushed from here on is shown in the Feedback pull request';
  const second = await commit(rest, place, { message, tree, parent: root });
  // A process that was slow must never write over what was pushed meanwhile.
  const still = await orNothing(rest.git.getRef({ ...place, ref: `heads/${branch}` }));
  if (still?.object.sha !== head.object.sha) return {};
  await rest.git.updateRef({ ...place, ref: `heads/${branch}`, sha: second, force: true });
  return { rootSha: root };
}

/** One commit with nothing but the README that GitHub makes. */
async function isUntouched(rest: Rest, place: Place, sha: string): Promise<boolean> {
  const { data } = await rest.git.getCommit({ ...place, commit_sha: sha });
  if (data.parents.length > 0) return false;
  const { data: files } = await rest.git.getTree({ ...place, tree_sha: data.tree.sha });
  return files.tree.length === 1 && files.tree[0]?.path === 'README.md';
}

async function treeOf({ deps, assignment, rest, place }: Work): Promise<string> {
  const files = await getTree(deps.store, assignment.bundle as Digest);
  if (!files) throw new InfrastructureError(`the files of ${assignment.slug} are not in the store`);
  const entries = [];
  for (const [path, content] of subtree(files, 'starter')) {
    const text = asText(content);
    const kept = text !== undefined ? { content: text } : { sha: await blob(rest, place, content) };
    entries.push({ path, mode: '100644', type: 'blob', ...kept } as const);
  }
  return (await rest.git.createTree({ ...place, tree: entries })).data.sha;
}

function asText(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

async function blob(rest: Rest, place: Place, content: Uint8Array): Promise<string> {
  const text = Buffer.from(content).toString('base64');
  return (await rest.git.createBlob({ ...place, content: text, encoding: 'base64' })).data.sha;
}

async function commit(rest: Rest, place: Place, wish: { message: string; tree: string; parent?: string }) {
  const { message, tree, parent } = wish;
  const { data } = await rest.git.createCommit({ ...place, message, tree, parents: parent ? [parent] : [] });
  return data.sha;
}
