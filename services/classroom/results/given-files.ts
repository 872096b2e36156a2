import { maybe, type Queryable } from '#services/platform/database.ts';
import { type Digest, listTree, type Store } from '../trees.ts';

const STARTER = 'starter/';

/** Paths of a submission's files that are as the assignment's starter has them: nobody wrote them here. */
export async function givenFiles(
  db: Queryable,
  store: Store,
  { assignmentId, tree }: { readonly assignmentId: number; readonly tree: Digest },
): Promise<ReadonlySet<string>> {
  const sql = 'select v.bundle from assignment a join assignment_version v on v.id = a.current_version where a.id = $1';
  const version = await maybe<{ bundle: Digest }>(db, sql, [assignmentId]);
  const bundle = version && (await listTree(store, version.bundle));
  const own = await listTree(store, tree);
  if (!bundle || !own) return new Set();
  return new Set([...own].flatMap(([path, digest]) => (bundle.get(STARTER + path) === digest ? [path] : [])));
}
