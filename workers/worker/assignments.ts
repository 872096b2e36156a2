import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import type { ClaimedRun } from '#services/classroom/runs/claim.ts';
import { getTree, type Store } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';

/** Assignments held in memory; a class works on one or two at a time. */
const KEPT = 8;

export type LoadAssignment = (version: Pick<ClaimedRun['version'], 'slug' | 'bundle'>) => Promise<Assignment>;

/** Reads versions from the store, the ones used last from memory: their content never changes. */
export function assignmentLoader(store: Store): LoadAssignment {
  const kept = new Map<string, Assignment>();
  return async ({ bundle, slug }) => {
    const assignment = kept.get(bundle) ?? (await load(store, bundle, slug));
    kept.delete(bundle);
    kept.set(bundle, assignment);
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
    return assignment;
  };
}

async function load(store: Store, bundle: ClaimedRun['version']['bundle'], slug: string): Promise<Assignment> {
  const files = await getTree(store, bundle);
  if (!files)
    throw new InfrastructureError(`the assignment ${slug} (${bundle}) is not in the content store: sync again`);
  return readAssignment(files, slug);
}
