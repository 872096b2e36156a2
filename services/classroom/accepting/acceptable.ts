import type { CourseDocument } from '#services/classroom/course/document.ts';
import { maybe, type Queryable } from '#services/platform/database.ts';
import type { AssignmentDocument } from '../assignment/document.ts';
import type { AssignmentRules } from '../rules/document.ts';

/** An assignment that can be accepted. */
export interface Acceptable {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  /** Of its repositories: groups or students. */
  readonly groups: boolean;
  /** Members of a group at most; undefined: any number. */
  readonly groupSize: number | undefined;
  readonly document: AssignmentDocument;
  /** Of the folder, in the store. */
  readonly bundle: string;
  readonly rules: AssignmentRules | null;
  readonly course: { readonly id: number; readonly document: CourseDocument; readonly hasRoster: boolean };
}

interface Row extends Omit<Acceptable, 'groups' | 'groupSize' | 'course'> {
  readonly folder: string | null;
  readonly groups: boolean | null;
  readonly courseId: number;
  readonly courseDocument: CourseDocument;
  readonly hasRoster: boolean;
}

const select = `select a.id, a.slug, a.title, a.folder, a.groups, a.rules, v.document, v.bundle, c.id as "courseId",
    c.document as "courseDocument",
    exists (select from roster_entry e where e.course_id = c.id and e.left_at is null) as "hasRoster"
  from assignment a join course c on c.id = a.course_id join assignment_version v on v.id = a.current_version
  where not a.retired`;

/** Undefined where there is no such assignment, or none that takes hand-ins. */
export async function findAcceptable(db: Queryable, course: string, slug: string): Promise<Acceptable | undefined> {
  const row = await maybe<Row>(db, `${select} and c.slug = $1 and a.slug = $2`, [course, slug]);
  return row && acceptable(row);
}

export async function acceptableById(db: Queryable, id: number): Promise<Acceptable | undefined> {
  const row = await maybe<Row>(db, `${select} and a.id = $1`, [id]);
  return row && acceptable(row);
}

function acceptable({ folder, groups, courseId, courseDocument, hasRoster, ...rest }: Row): Acceptable {
  const entry = courseDocument.assignments.find((known) => known.folder === folder);
  const course = { id: courseId, document: courseDocument, hasRoster };
  return { ...rest, groups: groups ?? false, groupSize: entry?.groupSize, course };
}
