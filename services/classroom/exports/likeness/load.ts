import type { CourseGrades } from '#services/classroom/rules/grade.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { type Digest, getTree, type Store, subtree, tree } from '#services/classroom/trees.ts';
import { many, maybe, type Queryable } from '#services/platform/database.ts';
import { type LikenessSubmission, likenessTree } from './layout.ts';

/** What an export holds, and what it does not. */
export interface Likeness {
  readonly files: FileTree;
  readonly submissions: number;
  /** Submissions that count and whose files are no longer, or not yet, here: owners. */
  readonly without: readonly string[];
}

interface Row {
  readonly owner: string;
  readonly fullName: string;
  readonly section: string | null;
  readonly handedInAt: Date;
  readonly tree: Digest | null;
}

/** The submissions of an assignment that its grades are of, ready for JPlag and Dolos. */
export async function likeness(
  db: Queryable,
  store: Store,
  assignmentId: number,
  grades: CourseGrades,
): Promise<Likeness> {
  const rows = await many<Row>(db, SUBMISSIONS, [countingOf(grades, assignmentId)]);
  const submissions: LikenessSubmission[] = [];
  const without: string[] = [];
  for (const { tree: digest, section, ...row } of rows) {
    const files = digest ? await getTree(store, digest) : undefined;
    if (files) submissions.push({ ...row, section: section ?? undefined, files });
    else without.push(row.owner);
  }
  const files = likenessTree(submissions, await starterOf(db, store, assignmentId));
  return { files, submissions: submissions.length, without };
}

function countingOf({ participants }: CourseGrades, assignmentId: number): number[] {
  const counting = participants.flatMap(
    ({ grades }) => grades.find((grade) => grade.assignmentId === assignmentId)?.why.counting ?? [],
  );
  return [...new Set(counting.map(({ submissionId }) => submissionId))];
}

const SUBMISSIONS = `
  select p.name as owner, coalesce(e.name, p.name) as "fullName", e.section, s.tree,
    coalesce((select min(received_at) from hand_in where submission_id = s.id), s.created_at) as "handedInAt"
  from submission s join participant p on p.id = s.participant_id left join roster_entry e on e.participant_id = p.id
  where s.id = any($1) order by p.name, s.id`;

async function starterOf(db: Queryable, store: Store, assignmentId: number): Promise<FileTree> {
  const version = await maybe<{ bundle: Digest }>(
    db,
    'select v.bundle from assignment a join assignment_version v on v.id = a.current_version where a.id = $1',
    [assignmentId],
  );
  const bundle = version && (await getTree(store, version.bundle));
  return bundle ? subtree(bundle, 'starter') : tree([]);
}
