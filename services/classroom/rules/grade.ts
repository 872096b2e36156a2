/** A grade and everything that it came from, so that a page can unfold it without knowing a rule. */
import type { Override, Raw, RuledAssignment, Submission } from './facts.ts';

/**
 * `open`: nothing that counts was handed in, and it can still be. `missing`: nothing was, and it is due. `waiting`: there is no
 * result yet. `graded`: points are there. `excused`: outside every total.
 */
export type GradeState = 'open' | 'missing' | 'waiting' | 'graded' | 'excused';

export interface Grade {
  readonly assignmentId: number;
  /** Whose hand-ins it is of: the participant's own, or its group's. */
  readonly ownerId: number;
  readonly state: GradeState;
  /** What stands in the gradebook; undefined unless graded. */
  readonly points: number | undefined;
  readonly maxPoints: number;
  readonly why: Why;
}

export interface Why {
  readonly deadline: Deadline;
  /** Official hand-ins and what staff chose, in time order. */
  readonly attempts: readonly Attempt[];
  /** The attempt that the grade is of; undefined when none has a result. */
  readonly counting: Counting | undefined;
  /** Later attempts that count and have no result yet. */
  readonly waiting: number;
  readonly override: Override | undefined;
}

/** A participant's own dates. */
export interface Deadline {
  /** As for everybody. */
  readonly regular: Date | undefined;
  /** With the most generous extension. */
  readonly due: Date | undefined;
  /** Due and grace: what comes later is late. */
  readonly lateFrom: Date | undefined;
  /** Moved by as much as the due date, never before `lateFrom`. */
  readonly cutoff: Date | undefined;
  readonly extension: { readonly id: number; readonly reason: string } | undefined;
}

export type NotCounted = 'before-opening' | 'after-cutoff' | 'too-soon' | 'too-many' | 'our-trouble' | 'unavailable';

export interface Attempt {
  readonly submissionId: number;
  readonly sha: string;
  /** Among those that count, from 1; undefined when it does not count. */
  readonly number: number | undefined;
  /** The time that counts: of receipt, or GitHub's where receipt would make it late. Of the first arrival that counts. */
  readonly at: Date;
  /** The same of the newest: a branch that was set back to a commit hands it in again, and it is the last again. */
  readonly lastAt: Date;
  readonly receivedAt: Date;
  readonly pushedAt: Date | undefined;
  /** Begun days after due and grace. */
  readonly daysLate: number;
  readonly state: Submission['state'];
  readonly raw: Raw | undefined;
  readonly not: { readonly reason: NotCounted; readonly words: string; readonly mend: string } | undefined;
}

export interface Counting {
  readonly submissionId: number;
  readonly runId: number;
  readonly by: 'last' | 'best' | 'chosen' | 'staff';
  /** Login of who chose it. */
  readonly chosenBy?: string;
  readonly raw: Raw;
  readonly daysLate: number;
  /** Late days of the student's budget that were spent here. */
  readonly slipDays: number;
  /** Share of the score (0..1) that lateness takes. */
  readonly share: number;
  /** It would be more, were there no cap. */
  readonly capped: boolean;
  /** Points that lateness takes. */
  readonly deduction: number;
  /** raw − deduction, as computed; an override does not change it. */
  readonly points: number;
  /** The run's evidence contradicts itself. */
  readonly marked: boolean;
}

/** Percent, 0 upward, by the weights of the assignments; undefined where nothing is in it yet. */
export interface Total {
  /** Of what is graded, and what is missing as nothing. */
  readonly soFar: number | undefined;
  /** Were nothing more handed in. */
  readonly ifNothingMore: number | undefined;
}

export interface ParticipantGrades {
  readonly participant: {
    readonly id: number;
    readonly name: string;
    readonly kind: 'student' | 'group';
    readonly sections: readonly string[];
  };
  /** One per assignment of the course, in its order. */
  readonly grades: readonly Grade[];
  readonly total: Total;
  readonly slipDays: { readonly spent: number; readonly left: number };
}

export interface CourseGrades {
  readonly timeZone: string;
  readonly assignments: readonly RuledAssignment[];
  /** By name. */
  readonly participants: readonly ParticipantGrades[];
}
