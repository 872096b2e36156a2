import { rounded } from '#services/classroom/csv/number.ts';

/** The grades of a course as exports write them: students by assignments. */
export interface GradeSheet {
  readonly course: { readonly slug: string; readonly title: string };
  readonly assignments: readonly SheetAssignment[];
  readonly students: readonly SheetStudent[];
}

export interface SheetAssignment {
  readonly slug: string;
  readonly title: string;
  readonly maxPoints: number;
}

export interface SheetStudent {
  readonly name: string;
  readonly email?: string | undefined;
  readonly institutionId?: string | undefined;
  readonly login?: string | undefined;
  readonly section?: string | undefined;
  /** One for each assignment of the sheet, in its order. */
  readonly grades: readonly SheetGrade[];
  /** Percent of what is graded so far; null: nothing is. */
  readonly total?: number | null;
}

/** Points; null: none yet; excused: outside every total. */
export type SheetGrade = number | null | 'excused';

/** A grade in words of a table: two decimals at most, half up. */
export function gradeCell(grade: SheetGrade | undefined, excused: string): string | number {
  if (grade === 'excused') return excused;
  return grade === null || grade === undefined ? '' : rounded(grade);
}
