import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, one, type Queryable } from '#services/platform/database.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { loadRoster } from './load.ts';
import { linkLogins } from './logins.ts';
import { COLUMN, type Person, personOf, type RosterFile, type RosterLine } from './person.ts';
import { type NotPlaced, placeWaiting } from './place.ts';
import { type ChangedPerson, planRoster, type RosterPlan } from './plan.ts';

export interface ImportOptions {
  /** The file is the whole roster: who is missing is marked as left. */
  readonly replace?: boolean;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  readonly actor: Actor;
}

/**
 * Takes over a file of people, all or nothing; a second time it changes nothing. Whoever has a login is linked to the
 * participant of that login. Answers what was (or would be) done; throws InvalidInput with every line that contradicts
 * the roster, and then nothing is written.
 */
export async function importRoster(
  tx: Queryable,
  courseId: number,
  file: RosterFile,
  { replace = false, dryRun = false, actor }: ImportOptions,
): Promise<RosterPlan> {
  // Two imports at once would both add the same people.
  await one(tx, `select from course where id = $1 ${dryRun ? '' : 'for no key update'}`, [courseId]);
  const { plan, problems } = planRoster(await loadRoster(tx, courseId), file, { replace });
  if (problems.length > 0) throw new InvalidInput(problems);
  if (dryRun || isIdle(plan)) return plan;
  const lines = await keep(tx, courseId, plan);
  const untold = await linkLogins(tx, courseId, file, lines);
  if (untold.length > 0) throw new InvalidInput(untold);
  const refused = await placeWaiting(tx, courseId, actor);
  if (refused.length > 0) throw new InvalidInput(refused.map((each) => groupProblem(file, lines, each)));
  const counts = { added: plan.added.length, changed: plan.changed.length, left: plan.left.length };
  const subject = `roster from ${file.file}`;
  await note(tx, { courseId, actor, action: 'roster.import', subject, before: before(plan), after: counts });
  return plan;
}

function groupProblem(file: RosterFile, lines: readonly KeptLine[], { entryId, why }: NotPlaced): Problem {
  const line = lines.find((kept) => kept.entryId === entryId)?.line.line ?? 0;
  return { file: file.file, line, column: file.columns.group ?? 1, field: COLUMN.group, message: why };
}

/** Whether a plan changes nothing. */
export function isIdle({ added, changed, left }: RosterPlan): boolean {
  return added.length + changed.length + left.length === 0;
}

/** A line of the file, and the row that it became. */
export interface KeptLine {
  readonly entryId: number;
  readonly line: RosterLine;
}

async function keep(tx: Queryable, courseId: number, { added, changed, unchanged, left }: RosterPlan) {
  const kept: KeptLine[] = unchanged.map(({ entry, line }) => ({ entryId: entry.id, line }));
  // What tells people apart is taken off first: two people may swap it.
  const swapping = changed.map(({ entry }) => entry.id);
  const sql = 'update roster_entry set email = null, institution_id = null where id = any($1)';
  if (swapping.length > 0) await execute(tx, sql, [swapping]);
  for (const each of changed) {
    await change(tx, each);
    kept.push({ entryId: each.entry.id, line: each.line });
  }
  for (const line of added) kept.push({ entryId: await addEntry(tx, courseId, line), line });
  if (left.length > 0)
    await execute(tx, 'update roster_entry set left_at = now() where id = any($1)', [left.map(({ id }) => id)]);
  return kept;
}

async function change(tx: Queryable, { entry, line }: ChangedPerson): Promise<void> {
  const after = { ...entry, ...personOf(line) };
  await execute(
    tx,
    `update roster_entry set name = $2, email = $3, institution_id = $4, login = $5, section = $6, left_at = null,
       waiting_groups = coalesce($7, waiting_groups) where id = $1`,
    [entry.id, after.name, after.email, after.institutionId, after.login, after.section, line.group],
  );
}

/** Answers the row's id; its groups wait until `placeWaiting`. */
export async function addEntry(tx: Queryable, courseId: number, person: Person): Promise<number> {
  const { id } = await one<{ id: number }>(
    tx,
    `insert into roster_entry (course_id, name, email, institution_id, login, section, waiting_groups)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [courseId, person.name, person.email, person.institutionId, person.login, person.section, person.group],
  );
  return id;
}

function before({ changed, left }: RosterPlan) {
  return {
    changed: changed.map(({ entry, changes }) => ({ name: entry.name, changes })),
    left: left.map(({ name }) => name),
  };
}
