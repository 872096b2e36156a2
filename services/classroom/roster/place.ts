import { participantFor } from '#services/classroom/intake/participant.ts';
import type { Actor } from '#services/classroom/people/audit.ts';
import { execute, many, type Queryable } from '#services/platform/database.ts';
import { namesIn } from './clean.ts';
import { joinGroup, leaveGroup } from './groups.ts';

/** Somebody who could not be put in a group, and why. */
export interface NotPlaced {
  readonly entryId: number;
  readonly why: string;
}

interface Waiting {
  readonly entryId: number;
  readonly studentId: number;
  readonly names: string;
  readonly present: readonly { readonly id: number; readonly name: string; readonly begun: boolean }[];
}

/**
 * Puts everybody of the roster who is linked by now into the groups that wait for them, and takes them out of others that
 * have begun nothing. Who cannot be put stays where it is, and waits for nothing any more.
 */
export async function placeWaiting(tx: Queryable, courseId: number, actor: Actor): Promise<NotPlaced[]> {
  const waiting = await many<Waiting>(tx, waitingSql, [courseId]);
  const refused: NotPlaced[] = [];
  for (const each of waiting) {
    for (const why of await place(tx, courseId, each, actor)) refused.push({ entryId: each.entryId, why });
    await execute(tx, 'update roster_entry set waiting_groups = null where id = $1', [each.entryId]);
  }
  return refused;
}

async function place(tx: Queryable, courseId: number, { studentId, names, present }: Waiting, actor: Actor) {
  const wanted = namesIn(names);
  for (const { id, name, begun } of present)
    if (!begun && !wanted.includes(name)) await leaveGroup(tx, courseId, { groupId: id, studentId, actor });
  const refused: string[] = [];
  for (const name of wanted.filter((one) => !present.some((group) => group.name === one))) {
    const groupId = await participantFor(tx, courseId, { kind: 'group', name });
    const joined = typeof groupId === 'number' && (await joinGroup(tx, courseId, { groupId, studentId, actor }));
    if (joined && 'why' in joined) refused.push(joined.why);
  }
  return refused;
}

const waitingSql = `
  select e.id as "entryId", e.participant_id as "studentId", e.waiting_groups as names,
    coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name,
        'begun', exists (select from repository r where r.participant_id = g.id)))
      from group_member m join participant g on g.id = m.group_id where m.student_id = e.participant_id), '[]') as present
  from roster_entry e
  where e.course_id = $1 and e.participant_id is not null and e.waiting_groups is not null order by e.id`;
