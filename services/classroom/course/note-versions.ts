import { many, type Queryable } from '#services/platform/database.ts';
import { note } from '../people/audit.ts';
import { actor } from './keep-staff.ts';

/** Which assignments a course has, and what judges them, by their ids. */
export type Versions = ReadonlyMap<number, Current>;

interface Current {
  readonly slug: string;
  readonly retired: boolean;
  /** Null before it has any. */
  readonly version: number | null;
  /** Digest of what judges. */
  readonly judging: string | null;
}

export async function versionsOf(tx: Queryable, courseId: number): Promise<Versions> {
  const rows = await many<Current & { id: number }>(
    tx,
    `select a.id, a.slug, a.retired, v.id as version, v.judging from assignment a
     left join assignment_version v on v.id = a.current_version where a.course_id = $1 order by a.position, a.id`,
    [courseId],
  );
  return new Map(rows.map(({ id, ...current }) => [id, current]));
}

/** Says in the log which assignments came, left and came back, and of which the tests, limits or image are others. */
export async function noteVersions(tx: Queryable, courseId: number, before: Versions): Promise<void> {
  for (const [id, is] of await versionsOf(tx, courseId)) {
    const was = before.get(id);
    for (const action of actionsOf(was, is))
      await note(tx, { courseId, actor, action, subject: is.slug, before: was && told(was), after: told(is) });
  }
}

function actionsOf(was: Current | undefined, is: Current): string[] {
  if (!was) return ['assignment.add'];
  return [
    ...(was.retired === is.retired ? [] : [is.retired ? 'assignment.retire' : 'assignment.return']),
    ...(was.judging === is.judging ? [] : ['judging.change']),
  ];
}

function told({ version, judging }: Current) {
  return { version, judging };
}
