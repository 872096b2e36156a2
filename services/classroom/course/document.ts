import type { AssignmentRules } from '../rules/document.ts';

/** Whose repository it is, as the teacher wrote it; `ignore`: no hand-in at all. */
export type Mapping =
  | { readonly ignore: true }
  | { readonly assignment: string; readonly kind: ParticipantKind; readonly name: string };

export type ParticipantKind = 'student' | 'group';

export interface CourseAssignment {
  /** Relative to course.yaml. */
  readonly folder: string;
  /** true: only patterns with <team> apply to it; false: only those with <login>; undefined: both. */
  readonly groups?: boolean | undefined;
  /** Members of a group at most; undefined: any number. */
  readonly groupSize?: number | undefined;
  /** As course.yaml says; what is applied stands with the assignment. */
  readonly rules: AssignmentRules;
}

/** Who teaches. */
export interface Staff {
  /** Lower case. */
  readonly login: string;
  readonly role: 'teacher' | 'assistant' | 'observer';
  /** Of the roster; empty: all. */
  readonly sections: readonly string[];
}

/** `course.yaml`, validated, defaults filled in. Kept as JSON in the database. */
export interface CourseDocument {
  readonly slug: string;
  readonly title: string;
  /** When it is taught, for people. */
  readonly term?: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
  /** Its share of the workers while other courses wait too; 1 is usual, 2 gets twice as many turns. 0.1 to 100. */
  readonly weight: number;
  /** Logins, lower case. */
  readonly organisations: readonly string[];
  /** What <classroom> may stand for, lower case. */
  readonly classrooms: readonly string[];
  /** Patterns as written. */
  readonly naming: readonly string[];
  /** `owner/name`, lower case, to whose it is. */
  readonly repositories: Readonly<Record<string, Mapping>>;
  readonly staff: readonly Staff[];
  readonly assignments: readonly CourseAssignment[];
}
