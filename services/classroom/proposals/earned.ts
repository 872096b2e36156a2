import type { Queryable } from '#services/platform/database.ts';
import { creditsAnew } from '../grades/anew.ts';
import { loadAssignments } from '../grades/assignments.ts';
import { loadMarks } from '../grades/marks.ts';
import { scoreOf } from '../score.ts';

/** Points that a submission earns by each criterion, under the points that hold. */
export type Earned = (submissionId: number) => ReadonlyMap<string, number>;

interface Row {
  readonly id: number;
  readonly run: number;
  readonly version: number;
  readonly credits: Readonly<Record<string, number>> | null;
  readonly cases: string | null;
}

const countedSql = `
  select id, counted_run as run, counted_version as version, counted_credits as credits,
    counted_cases::text as cases
  from submission where assignment_id = $1 and counted_run is not null and counted_version is not null`;

/** What everybody's commits of an assignment earn; as it was when it was asked, whatever is changed later. */
export async function earnedBy(db: Queryable, courseId: number, assignmentId: number): Promise<Earned> {
  const { applied } = await loadAssignments(db, courseId);
  const { rows } = await db.query<Row>(countedSql, [assignmentId]);
  const marks = await loadMarks(db, [assignmentId]);
  const runs = applied.anew ? rows.flatMap(({ run, cases }) => (cases === null ? [] : [[cases, run] as const])) : [];
  const anew = await creditsAnew(db, new Map(runs));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (submissionId) => {
    const row = byId.get(submissionId);
    if (!row) return new Map();
    const under = applied.rubricOf(row.version);
    const credits = new Map([
      ...Object.entries(row.credits ?? {}),
      ...(anew(under, row.cases) ?? []),
      ...(marks.get(submissionId) ?? []),
    ]);
    const { criteria } = scoreOf(
      under.rubric,
      [...credits].map(([name, credit]) => ({ name, credit })),
    );
    return new Map(criteria.map(({ name, points }) => [name, points]));
  };
}

/** Each criterion whose points are others, e.g. `unit: 20 → 27 points`. */
export function movedCriteria(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const [was = 0, is = 0] = [before.get(name), after.get(name)];
    return was === is ? [] : [`${name}: ${was} → ${is} points`];
  });
}
