import type { Raw } from '../rules/facts.ts';
import type { CourseGrades, Grade } from '../rules/grade.ts';
import { type Earned, movedCriteria } from './earned.ts';

/** A grade as it is told in a comparison. */
export type Told = Pick<Grade, 'state' | 'points' | 'maxPoints'>;

/** Somebody whose grade is another afterwards. */
export interface Moved {
  readonly participant: { readonly id: number; readonly name: string };
  readonly before: Told;
  readonly after: Told;
  /** What it comes from, in words; at least one. */
  readonly why: readonly string[];
}

/** What a change does to the grades of one assignment. */
export interface Difference {
  /** By name. */
  readonly moved: readonly Moved[];
  readonly raised: number;
  readonly lowered: number;
  /** How many have 0–10 %, 10–20 %, … 90–100 % of the points. */
  readonly histogram: { readonly before: readonly number[]; readonly after: readonly number[] };
}

/** What each commit earned by each criterion, before and after. */
export interface EarnedBoth {
  readonly before: Earned;
  readonly after: Earned;
}

/** Compares the grades of an assignment before and after a change of a course; with `earned`, criterion by criterion. */
export function differenceOf(
  assignmentId: number,
  before: CourseGrades,
  after: CourseGrades,
  earned?: EarnedBoth,
): Difference {
  const [old, own] = [gradesFor(assignmentId, before), gradesFor(assignmentId, after)];
  const moved = [...own].flatMap(([id, { name, grade }]): Moved[] => {
    const was = old.get(id)?.grade;
    return was && !isSame(was, grade)
      ? [{ participant: { id, name }, before: was, after: grade, why: reasons(was, grade, earned) }]
      : [];
  });
  return {
    moved,
    raised: moved.filter((m) => share(m.after) > share(m.before)).length,
    lowered: moved.filter((m) => share(m.after) < share(m.before)).length,
    histogram: { before: histogram(old.values()), after: histogram(own.values()) },
  };
}

type Named = { readonly name: string; readonly grade: Grade };

function gradesFor(assignmentId: number, { assignments, participants }: CourseGrades): Map<number, Named> {
  const column = assignments.findIndex(({ id }) => id === assignmentId);
  return new Map(
    participants.flatMap(({ participant: { id, name }, grades }): [number, Named][] => {
      const grade = grades[column];
      return grade ? [[id, { name, grade }]] : [];
    }),
  );
}

function isSame(a: Told, b: Told): boolean {
  return a.state === b.state && a.points === b.points && a.maxPoints === b.maxPoints;
}

/** 0..1; what has no points yet is nothing. */
function share({ points = 0, maxPoints }: Told): number {
  return maxPoints > 0 ? points / maxPoints : 0;
}

function reasons(was: Grade, is: Grade, earned: EarnedBoth | undefined): string[] {
  const [a, b] = [was.why.counting, is.why.counting];
  const same = earned && a && b && a.submissionId === b.submissionId ? a.submissionId : undefined;
  const criteria = same === undefined ? [] : movedCriteria(earned!.before(same), earned!.after(same));
  const found = [
    was.state !== is.state && `${was.state} becomes ${is.state}`,
    a && b && a.submissionId !== b.submissionId && 'another attempt counts',
    a && b && a.submissionId === b.submissionId && a.runId !== b.runId && 'it was judged again',
    a && b && a.runId === b.runId && a.raw.points !== b.raw.points && otherWorth(a.raw, b.raw, criteria.length > 0),
    ...criteria,
    a && b && a.raw.maxPoints !== b.raw.maxPoints && 'the maximum is another',
    a && b && a.daysLate !== b.daysLate && `${b.daysLate} days late instead of ${a.daysLate}`,
    a && b && a.slipDays !== b.slipDays && `${b.slipDays} late days spent instead of ${a.slipDays}`,
    a && b && a.daysLate === b.daysLate && a.share !== b.share && 'lateness costs another share',
    (was.why.override !== undefined) !== (is.why.override !== undefined) && 'a teacher set it',
  ].filter((reason) => typeof reason === 'string');
  return found.length > 0 ? found : ['points'];
}

/** The same evidence, and other points. */
function otherWorth({ dropped: before = 0 }: Raw, { dropped: after = 0 }: Raw, told: boolean): string | false {
  if (after > before) return after - before === 1 ? 'a test was dropped' : `${after - before} tests were dropped`;
  if (after < before) return 'a test that was dropped counts again';
  return !told && 'its criteria or tests are worth something else';
}

function histogram(all: Iterable<Named>): number[] {
  const bins = Array.from({ length: 10 }, () => 0);
  for (const { grade } of all) {
    if (grade.state !== 'graded') continue;
    const bin = Math.min(9, Math.max(0, Math.floor(share(grade) * 10)));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}
