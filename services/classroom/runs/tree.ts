import { execute, type Queryable } from '#services/platform/database.ts';
import type { Digest } from '../trees.ts';

/** Notes under which digest the files of a submission's commit are kept. */
export async function keepTree(db: Queryable, submissionId: number, tree: Digest): Promise<void> {
  await execute(db, 'update submission set tree = $2 where id = $1', [submissionId, tree]);
}
