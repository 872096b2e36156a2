import { many, type Queryable } from '#services/platform/database.ts';
import { courseInTurn } from '../grades/course.ts';
import { type Access, isForSections } from '../people/viewer.ts';
import type { Grade, ParticipantGrades } from '../rules/grade.ts';
import { type Going, signsOf } from './signs.ts';
import type { Cell, GradebookRow, GradebookTable } from './table.ts';

/** The gradebook of a course by name, as far as its sections are one's own. Computed from what is stored, never kept. */
export async function loadGradebook(
  db: Queryable,
  { course, sections }: Pick<Access, 'course' | 'sections'>,
  now: Date = new Date(),
): Promise<GradebookTable> {
  const roster = await rosterOf(db, course.id);
  const going = await goingOn(db, course.id);
  const { assignments, participants } = await courseInTurn(db, course.id, now);
  const known = new Map(
    roster.flatMap((entry) => (entry.participantId ? [[entry.participantId, entry] as const] : [])),
  );
  const grouped = new Set<number>();
  const mine = (theirs: readonly string[]) => isForSections(sections, theirs);
  const all: GradebookRow[] = [];
  for (const each of participants) {
    const { participant, grades } = each;
    for (const owner of ownersBesides(each)) grouped.add(owner);
    const entry = known.get(participant.id);
    if (mine(participant.sections) && (!entry?.left || grades.some(({ why }) => why.attempts.length)))
      all.push(rowOf(each, entry?.name, going));
  }
  const rows = all.filter(({ participantId }) => !grouped.has(participantId));
  return {
    columns: assignments.map(({ slug, title, maxPoints }) => ({ slug, title, maxPoints })),
    rows,
    sections: [...new Set(rows.flatMap((row) => row.sections))].filter((section) => mine([section])).sort(),
    participants: rows.length,
    unlinked: roster.filter(({ participantId, left, section }) => !participantId && !left && mine([section ?? '']))
      .length,
  };
}

/** Groups whose grades stand with their members. */
function ownersBesides({ participant, grades }: ParticipantGrades): number[] {
  return grades.flatMap(({ ownerId }) => (ownerId === participant.id ? [] : ownerId));
}

function rowOf(
  { participant, grades, total }: ParticipantGrades,
  name: string | undefined,
  going: Going,
): GradebookRow {
  const { id, kind, sections } = participant;
  const login = name === undefined || name === participant.name ? undefined : participant.name;
  const cells = grades.map((grade) => cellOf(grade, going));
  return { participantId: id, name: name ?? participant.name, login, kind, sections, cells, total };
}

function cellOf(grade: Grade, going: Going): Cell {
  const { points, maxPoints, why } = grade;
  return { points, maxPoints, handedIn: why.attempts.length > 0, signs: signsOf(grade, going) };
}

interface Entry {
  readonly participantId: number | null;
  readonly name: string;
  readonly section: string | null;
  readonly left: boolean;
}

function rosterOf(db: Queryable, courseId: number): Promise<Entry[]> {
  const sql = `select participant_id as "participantId", name, section, left_at is not null as left
    from roster_entry where course_id = $1`;
  return many<Entry>(db, sql, [courseId]);
}

const runningSql = `
  select s.id from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
  where r.state = 'running' and a.course_id = $1`;

/** By the partial index: a course has few such results. */
const flakySql = `
  select distinct e.run_id as id from criterion_result e join run r on r.id = e.run_id
    join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
  where e.judgement @> '{"cases": [{"flaky": true}]}' and a.course_id = $1`;

async function goingOn(db: Queryable, courseId: number): Promise<Going> {
  const ids = async (sql: string) => new Set((await many<{ id: number }>(db, sql, [courseId])).map(({ id }) => id));
  return { running: await ids(runningSql), flakyRuns: await ids(flakySql) };
}
