import { type Actor, note } from '#services/classroom/people/audit.ts';
import { sectionsOf } from '#services/classroom/roster/load.ts';
import { maybe, one, type Queryable } from '#services/platform/database.ts';
import { assignmentOf, participantOf } from './about.ts';

/** For whom an extension is. */
export type ForWhom = 'everybody' | { readonly section: string } | { readonly participantId: number };

/** How much more time. */
export type MoreTime = { readonly until: Date } | { readonly minutes: number } | { readonly days: number };

export interface ExtensionWish {
  readonly whom: ForWhom;
  /** Slug; undefined: every assignment of the course. */
  readonly assignment: string | undefined;
  readonly time: MoreTime;
  readonly reason: string;
}

/** A year; more is a mistyped number. */
const MAX_DAYS = 366;

/**
 * Grants more time, and says so in the log. Grades follow by themselves. Answers why it cannot be, in words for the
 * teacher, where the wish contradicts the course.
 */
export async function grantExtension(
  tx: Queryable,
  courseId: number,
  wish: ExtensionWish,
  actor: Actor,
): Promise<{ readonly id: number } | { readonly why: string }> {
  const assignment = wish.assignment === undefined ? undefined : await assignmentOf(tx, courseId, wish.assignment);
  if (wish.assignment !== undefined && !assignment) return { why: 'There is no such assignment in this course.' };
  if (assignment && !assignment.due) return { why: `${assignment.title} has no due date, so that nothing is late.` };
  const wrong = wrongTime(wish.time, assignment?.due);
  if (wrong) return { why: wrong };
  const whom = await nameOf(tx, courseId, wish.whom);
  if (whom === undefined) return { why: 'There is nobody of that name in this course.' };
  const after = { ...columnsOf(wish), assignment: assignment?.slug ?? 'all', reason: wish.reason };
  const { id } = await one<{ id: number }>(
    tx,
    `insert into extension (course_id, assignment_id, participant_id, section, until, minutes, days, reason, granted_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      courseId,
      assignment?.id,
      after.participantId,
      after.section,
      after.until,
      after.minutes,
      after.days,
      wish.reason,
      actor.login,
    ],
  );
  const subject = `${whom}, ${assignment?.title ?? 'all assignments'}`;
  await note(tx, { courseId, actor, action: 'extension.grant', subject, after });
  return { id };
}

/** Takes an extension back; false where there is none to be taken back. */
export async function revokeExtension(tx: Queryable, courseId: number, id: number, actor: Actor): Promise<boolean> {
  const before = await maybe<Revoked>(
    tx,
    `update extension x set revoked_by = $3, revoked_at = now() where x.id = $1 and x.course_id = $2 and x.revoked_at is null
     returning x.reason, x.until, x.minutes, x.days,
       coalesce((select coalesce(e.name, p.name) from participant p left join roster_entry e on e.participant_id = p.id
           where p.id = x.participant_id), 'section ' || x.section, 'everybody')
         || ', ' || coalesce((select title from assignment where id = x.assignment_id), 'all assignments') as subject`,
    [id, courseId, actor.login],
  );
  if (!before) return false;
  const { subject, ...rest } = before;
  await note(tx, { courseId, actor, action: 'extension.revoke', subject, before: rest });
  return true;
}

interface Revoked {
  readonly reason: string;
  readonly subject: string;
  readonly until: Date | null;
  readonly minutes: number | null;
  readonly days: number | null;
}

function wrongTime(time: MoreTime, due: Date | undefined): string | undefined {
  if (!('until' in time)) {
    const days = 'days' in time ? time.days : time.minutes / 1440;
    return days > 0 && days <= MAX_DAYS ? undefined : 'More time is between a minute and a year.';
  }
  if (!due) return 'For all assignments say how much later; a date can only be that of one assignment.';
  return time.until > due ? undefined : 'That is not later than the due date, so that it would change nothing.';
}

async function nameOf(tx: Queryable, courseId: number, whom: ForWhom): Promise<string | undefined> {
  if (whom === 'everybody') return 'everybody';
  if ('participantId' in whom) return (await participantOf(tx, courseId, whom.participantId))?.name;
  return (await sectionsOf(tx, courseId)).includes(whom.section) ? `section ${whom.section}` : undefined;
}

function columnsOf({ whom, time }: ExtensionWish) {
  return {
    participantId: whom !== 'everybody' && 'participantId' in whom ? whom.participantId : undefined,
    section: whom !== 'everybody' && 'section' in whom ? whom.section : undefined,
    until: 'until' in time ? time.until : undefined,
    minutes: 'minutes' in time ? time.minutes : undefined,
    days: 'days' in time ? time.days : undefined,
  };
}
