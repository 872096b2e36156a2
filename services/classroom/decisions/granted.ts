import { present } from '#services/classroom/grades/present.ts';
import { inSections } from '#services/classroom/people/access.ts';
import { many, type Queryable } from '#services/platform/database.ts';

/** An extension as staff sees it. */
export interface GrantedExtension {
  readonly id: number;
  /** Undefined: for all. */
  readonly assignment?: { readonly slug: string; readonly title: string };
  /** Undefined: for a section, or everybody. */
  readonly participant?: { readonly id: number; readonly name: string };
  readonly section?: string;
  readonly until?: Date;
  readonly minutes?: number;
  readonly days?: number;
  readonly reason: string;
  readonly grantedBy: string;
  readonly grantedAt: Date;
  readonly revokedBy?: string;
  readonly revokedAt?: Date;
}

/** Extensions of a course, newest first, those taken back among them; of these sections only, undefined: all. */
export async function extensionsOf(
  db: Queryable,
  courseId: number,
  sections?: readonly string[],
): Promise<GrantedExtension[]> {
  const rows = await many<GrantedExtension>(
    db,
    `select x.id, case when a.id is not null then json_build_object('slug', a.slug, 'title', a.title) end as assignment,
       case when p.id is not null then json_build_object('id', p.id, 'name', coalesce(e.name, p.name)) end as participant,
       x.section, x.until, x.minutes, x.days, x.reason, x.granted_by as "grantedBy", x.granted_at as "grantedAt",
       x.revoked_by as "revokedBy", x.revoked_at as "revokedAt"
     from extension x left join assignment a on a.id = x.assignment_id left join participant p on p.id = x.participant_id
     left join roster_entry e on e.participant_id = p.id
     where x.course_id = $1 and (x.participant_id is null or ${inSections('x.participant_id', '$2')})
       and (x.section is null or $2::text[] is null or x.section = any($2))
     order by x.id desc`,
    [courseId, sections ?? null],
  );
  return rows.map(present);
}
