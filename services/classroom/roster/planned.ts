import { createHash } from 'node:crypto';
import { type Database, one, type Queryable, transaction } from '#services/platform/database.ts';
import { type ImportOptions, importRoster } from './import.ts';
import { FIELDS, type RosterFile } from './person.ts';
import type { RosterPlan } from './plan.ts';

/** What a plan would do, in one word: two plans that do the same have the same. */
export function fingerprint({ added, changed, left }: RosterPlan): string {
  const effect = {
    added: added.map((line) => FIELDS.map((field) => line[field])),
    changed: changed.map(({ entry, changes, back }) => [entry.id, changes, back]),
    left: left.map(({ id }) => id),
  };
  return createHash('sha256').update(JSON.stringify(effect)).digest('hex').slice(0, 32);
}

/**
 * What an import would do: it is made, looked at and taken back, so that everything which would be wrong with it is said
 * before. Throws as `importRoster`.
 */
export async function tryImport(
  database: Database,
  courseId: number,
  file: RosterFile,
  options: Omit<ImportOptions, 'dryRun'>,
): Promise<RosterPlan> {
  const tried: { plan?: RosterPlan } = {};
  const taken = new Error('taken back');
  await transaction(database, async (tx) => {
    tried.plan = await importRoster(tx, courseId, file, options);
    throw taken;
  }).catch((error) => {
    if (error !== taken) throw error;
  });
  return tried.plan as RosterPlan;
}

/**
 * Applies a file if that does what was shown (`shown`: the fingerprint of that plan). Where the roster has changed
 * meanwhile so that it would do something else, nothing is done. Throws as `importRoster`.
 */
export async function importAsShown(
  tx: Queryable,
  courseId: number,
  file: RosterFile,
  options: Omit<ImportOptions, 'dryRun'> & { readonly shown: string },
): Promise<{ readonly applied: boolean; readonly plan: RosterPlan }> {
  await one(tx, 'select from course where id = $1 for no key update', [courseId]);
  const plan = await importRoster(tx, courseId, file, { ...options, dryRun: true });
  if (fingerprint(plan) !== options.shown) return { applied: false, plan };
  return { applied: true, plan: await importRoster(tx, courseId, file, options) };
}
