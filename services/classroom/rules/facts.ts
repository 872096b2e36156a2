/** What is stored about one participant of a course, as far as grades depend on it. */
import type { AssignmentRules } from './document.ts';

/** An assignment with the rules that are applied to it. */
export interface RuledAssignment {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  /** Its repositories belong to groups; undefined: to either. */
  readonly groups: boolean | undefined;
  readonly rules: AssignmentRules;
  /** Points that can be had, by the rubric that is applied now. */
  readonly maxPoints: number;
}

/** A course, the same for all its participants. */
export interface RuledCourse {
  /** IANA name. */
  readonly timeZone: string;
  /** In their order, which is that of the gradebook. */
  readonly assignments: readonly RuledAssignment[];
  readonly extensions: readonly Extension[];
}

/** More time. Without a participant and a section it is everybody's, without an assignment it is for all. */
export interface Extension {
  readonly id: number;
  readonly assignmentId?: number | undefined;
  readonly participantId?: number | undefined;
  readonly section?: string | undefined;
  /** The new due date, or */
  readonly until?: Date | undefined;
  /** so much later than the due date, or */
  readonly minutes?: number | undefined;
  /** so many days of the course's calendar later. */
  readonly days?: number | undefined;
  readonly reason: string;
}

/** One arrival of a commit that counts for somebody. */
export interface Arrival {
  /** By our clock, or as GitHub proves. */
  readonly at: Date;
  /** When GitHub had it, where it was asked. */
  readonly pushedAt?: Date | undefined;
  /** false: practice. */
  readonly official: boolean;
  /** A teacher handed it in: limits of attempts and the cut-off do not hold it up. */
  readonly byTeacher: boolean;
}

/** What a run that counts says under the rubric that is applied now, marks of people included. */
export interface Raw {
  readonly points: number;
  readonly maxPoints: number;
  /** Points of criteria that a person is still to mark. */
  readonly unmarked: number;
  /** How many tests the teacher has dropped; undefined: none. */
  readonly dropped?: number | undefined;
}

/** A commit that was handed in. */
export interface Submission {
  readonly id: number;
  readonly assignmentId: number;
  readonly sha: string;
  /** In time order; at least one. */
  readonly arrivals: readonly Arrival[];
  /** `trouble`: no result for a reason that is ours. `unavailable`: the commit is gone, closed to us, or too big. */
  readonly state: 'waiting' | 'graded' | 'trouble' | 'unavailable';
  /** Why it cannot be had, in words. */
  readonly unavailable?: string | undefined;
  /** Of the run that counts; undefined as long as there is none. */
  readonly runId: number | undefined;
  readonly raw: Raw | undefined;
  /** The run's evidence contradicts itself. */
  readonly marked: boolean;
}

export interface Override {
  readonly assignmentId: number;
  /** undefined: excused. */
  readonly points: number | undefined;
  readonly reason: string;
  readonly setBy: string;
}

/** The newest choice of a submission, by staff and by the student, that was not taken back. */
export interface Choice {
  readonly assignmentId: number;
  readonly submissionId: number;
  readonly byStaff: boolean;
  readonly chosenBy: string;
}

export interface ParticipantFacts {
  readonly id: number;
  readonly name: string;
  readonly kind: 'student' | 'group';
  /** Of the roster: its own, or those of a group's members. */
  readonly sections: readonly string[];
  /** Of a group. */
  readonly members: readonly number[];
  /** That a student is in. */
  readonly groups: readonly number[];
  readonly submissions: readonly Submission[];
  readonly overrides: readonly Override[];
  /** Newest first. */
  readonly choices: readonly Choice[];
}
