/** Facts with everything unimportant filled in, for tests of rules. */
import { type AssignmentRules, noRules } from './document.ts';
import type { Arrival, Extension, ParticipantFacts, RuledAssignment, RuledCourse, Submission } from './facts.ts';
import { gradesOf } from './grades-of.ts';

/** 20 November 2026, 23:59 in Berlin. */
export const due = '2026-11-20T22:59:00.000Z';
export const tenPerDay = { perDay: 0.1, cap: 1, slipDays: 0, slipDaysEach: 0 } as const;

/** Long after everything. */
export const now = new Date('2027-06-01T00:00:00Z');

export function assignment(
  id: number,
  rules: Partial<AssignmentRules> = {},
  more: Partial<RuledAssignment> = {},
): RuledAssignment {
  const all = { ...noRules, due, ...rules };
  return { id, slug: `lab-${id}`, title: `Lab ${id}`, groups: undefined, maxPoints: 100, rules: all, ...more };
}

export function course(assignments: readonly RuledAssignment[], extensions: readonly Extension[] = []): RuledCourse {
  return { timeZone: 'Europe/Berlin', assignments, extensions };
}

export interface Handed {
  readonly id: number;
  readonly at: string;
  /** Points of 100; undefined: no result yet. */
  readonly points?: number;
  readonly assignmentId?: number;
  readonly state?: Submission['state'];
  readonly arrival?: Partial<Arrival>;
  /** It came again. */
  readonly again?: string;
}

export function submission({ id, at, points, assignmentId = 1, state, arrival = {}, again }: Handed): Submission {
  const first = { at: new Date(at), official: true, byTeacher: false, ...arrival };
  return {
    ...{ id, assignmentId, sha: String(id).repeat(40).slice(0, 40), marked: false },
    arrivals: [first, ...(again ? [{ ...first, at: new Date(again) }] : [])],
    state: state ?? (points === undefined ? 'waiting' : 'graded'),
    runId: points === undefined ? undefined : id * 10,
    raw: points === undefined ? undefined : { points, maxPoints: 100, unmarked: 0 },
  };
}

export function participant(
  id: number,
  handed: readonly Handed[],
  more: Partial<ParticipantFacts> = {},
): ParticipantFacts {
  return {
    ...{ id, name: `p${id}`, kind: 'student', sections: [], members: [], groups: [], overrides: [], choices: [] },
    submissions: handed.map(submission),
    ...more,
  };
}

/** The grade of the only participant in the only assignment. */
export function gradeOf(
  rules: Partial<AssignmentRules>,
  handed: readonly Handed[],
  { extensions = [], when = now, ...more }: Partial<ParticipantFacts> & { extensions?: Extension[]; when?: Date } = {},
) {
  return gradesOf(course([assignment(1, rules)], extensions), [participant(7, handed, more)], when)[0]!.grades[0]!;
}
