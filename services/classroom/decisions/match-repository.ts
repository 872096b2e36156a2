import { reservedFor } from '#services/classroom/accepting/reserved.ts';
import { holdMatching } from '#services/classroom/intake/courses.ts';
import { participantFor } from '#services/classroom/intake/participant.ts';
import { findRepository } from '#services/classroom/intake/repository.ts';
import { settle } from '#services/classroom/intake/settle.ts';
import { type Actor, note } from '#services/classroom/people/audit.ts';
import { fieldOf, isGroupName } from '#services/classroom/roster/clean.ts';
import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';

/** Whose a repository is, as a teacher says. */
export interface MatchWish {
  readonly repositoryId: number;
  readonly assignmentId: number;
  readonly kind: 'student' | 'group';
  /** Login or group's name, as typed. */
  readonly name: string;
  readonly actor: Actor;
}

/** An assignment that a repository can be matched to. */
export interface MatchChoice {
  readonly id: number;
  readonly title: string;
}

export async function matchChoices(db: Queryable, courseId: number): Promise<MatchChoice[]> {
  const sql = `select id, title from assignment where course_id = $1 and not retired and current_version is not null
    order by position, id`;
  return many<MatchChoice>(db, sql, [courseId]);
}

/**
 * Gives nobody's repository of the course's organisations to a participant; what was pushed there counts with the time of
 * its arrival. Answers how many runs that queued, or why it cannot be. Run it in a transaction that ends when `why` is
 * answered: a name that nobody had is a participant by then.
 */
export async function matchRepositoryByHand(
  tx: Queryable,
  courseId: number,
  { repositoryId, assignmentId, kind, actor, ...wish }: MatchWish,
): Promise<{ readonly runs: number } | { readonly why: string }> {
  await holdMatching(tx, 'shared');
  const repository = await maybe<{ name: string }>(tx, repositorySql, [repositoryId, courseId]);
  if (!repository) return { why: "This repository is somebody's by now, or none of this course." };
  const assignment = (await matchChoices(tx, courseId)).find(({ id }) => id === assignmentId);
  if (!assignment) return { why: 'There is no such assignment.' };
  const name = nameOf(kind, wish.name);
  if (name === undefined) return { why: `That is no ${kind === 'group' ? 'name of a group' : 'GitHub login'}.` };
  const participantId = await participantFor(tx, courseId, { kind, name });
  if (typeof participantId === 'string') return { why: participantId };
  const reserved = await reservedFor(tx, repository.name, participantId);
  if (reserved !== undefined) return { why: `${repository.name} cannot be matched: ${reserved}.` };
  const sql = `update repository set course_id = $2, assignment_id = $3, participant_id = $4, match = 'mapped',
    match_reason = $5, updated_at = now() where id = $1`;
  await execute(tx, sql, [repositoryId, courseId, assignmentId, participantId, `${actor.login} said whose it is`]);
  const after = { assignment: assignment.title, [kind]: name };
  await note(tx, { courseId, actor, action: 'repository.match', subject: repository.name, after });
  return { runs: await settle(tx, await findRepository(tx, repositoryId)) };
}

function nameOf(kind: MatchWish['kind'], typed: string): string | undefined {
  const name = typed.trim().toLowerCase();
  if (kind === 'group') return isGroupName(name) ? name : undefined;
  const login = fieldOf('login', typed);
  return 'wrong' in login ? undefined : login.value;
}

const repositorySql = `
  select r.owner || '/' || r.name as name from repository r join course c on c.id = $2
  where r.id = $1 and r.participant_id is null and not r.template and coalesce(r.course_id, c.id) = c.id
    and exists (select from jsonb_array_elements_text(c.document -> 'organisations') o where o = lower(r.owner))
  for update of r`;
