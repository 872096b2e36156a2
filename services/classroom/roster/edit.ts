/** One person of the roster, as a form tells it: added, corrected, removed, taken back. */
import { type Actor, note } from '#services/classroom/people/audit.ts';
import { execute, one, type Queryable } from '#services/platform/database.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { fieldOf } from './clean.ts';
import { addEntry } from './import.ts';
import { loadRoster, lockEntry } from './load.ts';
import { linkLogins } from './logins.ts';
import { COLUMN, FIELDS, type Field, type Person, personOf, type RosterEntry } from './person.ts';
import { placeWaiting } from './place.ts';

/** What somebody typed into a form; an empty field is unknown, or to be known no longer. */
export type TypedPerson = { readonly [field in Field]?: string | undefined };

/** Adds somebody who is not on the roster, and links a login. Throws InvalidInput with what is wrong, field by field. */
export async function addPerson(tx: Queryable, courseId: number, typed: TypedPerson, actor: Actor): Promise<number> {
  const person = personIn(typed);
  await alone(tx, courseId, person);
  const id = await addEntry(tx, courseId, person);
  await settle(tx, courseId, id, person, actor);
  await note(tx, { courseId, actor, action: 'roster.add', subject: person.name, after: person });
  return id;
}

/**
 * Makes somebody's fields those that were typed; the login of who is linked stays, and so do groups that have begun work.
 * False: there is no such person. Throws InvalidInput as `addPerson`.
 */
export async function correctPerson(
  tx: Queryable,
  courseId: number,
  entryId: number,
  typed: TypedPerson,
  actor: Actor,
): Promise<boolean> {
  const entry = await lockEntry(tx, courseId, entryId);
  if (!entry) return false;
  const linked = entry.participantId !== undefined;
  const person = personIn(linked ? { ...typed, login: entry.login ?? '' } : typed);
  await alone(tx, courseId, person, entry);
  const { name, email, institutionId, login, section, group } = person;
  const sql = `update roster_entry set name = $2, email = $3, institution_id = $4, login = $5, section = $6,
    waiting_groups = case when $8 then waiting_groups else $7 end where id = $1`;
  const isSameGroup = group === entry.group;
  await execute(tx, sql, [entryId, name, email, institutionId, login, section, group ?? '', isSameGroup]);
  await settle(tx, courseId, entryId, linked ? { ...person, login: undefined } : person, actor);
  const change = { before: personOf(entry), after: person };
  await note(tx, { courseId, actor, action: 'roster.correct', subject: name, ...change });
  return true;
}

/** Marks somebody as no longer on the roster, or as back. Grades stay. False: there is no such person. */
export async function removePerson(
  tx: Queryable,
  courseId: number,
  entryId: number,
  { back, actor }: { readonly back: boolean; readonly actor: Actor },
): Promise<boolean> {
  const entry = await lockEntry(tx, courseId, entryId);
  if (!entry) return false;
  if (entry.left !== back) return true;
  await execute(tx, 'update roster_entry set left_at = case when $2 then null else now() end where id = $1', [
    entryId,
    back,
  ]);
  await note(tx, { courseId, actor, action: back ? 'roster.back' : 'roster.remove', subject: entry.name });
  return true;
}

function personIn(typed: TypedPerson): Person {
  const problems: Problem[] = [];
  const read: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const found = fieldOf(field, typed[field] ?? '');
    if ('wrong' in found) problems.push(wrong(field, found.wrong));
    else if (found.value !== undefined) read[field] = found.value;
  }
  const { name } = read;
  if (name === undefined && problems.length === 0) problems.push(wrong('name', 'is empty: everybody needs a name'));
  if (name === undefined || problems.length > 0) throw new InvalidInput(problems);
  return { ...read, name };
}

/** Nobody else has what tells people apart. */
async function alone(tx: Queryable, courseId: number, person: Person, self?: RosterEntry): Promise<void> {
  await one(tx, 'select from course where id = $1 for no key update', [courseId]);
  const others = (await loadRoster(tx, courseId)).filter(({ id }) => id !== self?.id);
  const problems = (['institutionId', 'email', 'login'] as const).flatMap((field) => {
    const value = person[field]?.toLowerCase();
    const other = value === undefined ? undefined : others.find((each) => each[field]?.toLowerCase() === value);
    const has = other?.left ? 'who left: take that person back instead' : 'of the roster: each person has an own one';
    return other ? [wrong(field, `${person[field]} is that of ${other.name}, ${has}`)] : [];
  });
  if (problems.length > 0) throw new InvalidInput(problems);
}

async function settle(tx: Queryable, courseId: number, entryId: number, person: Person, actor: Actor): Promise<void> {
  const file = { file: '', origin: 'pushmark', fields: FIELDS, people: [], skipped: [], columns: {} } as const;
  const untold = await linkLogins(tx, courseId, file, [{ entryId, line: { ...person, line: 0 } }]);
  const refused = (await placeWaiting(tx, courseId, actor)).filter((each) => each.entryId === entryId);
  const problems = [...untold, ...refused.map(({ why }) => wrong('group', why))];
  if (problems.length > 0) throw new InvalidInput(problems);
}

function wrong(field: Field, message: string): Problem {
  return { file: '', line: 0, column: 0, field: COLUMN[field], message };
}
