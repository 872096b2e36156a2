/** What late work costs. */
export interface LatePolicy {
  /** Share of the score (0..1) that each begun day after the due date costs. */
  readonly perDay: number;
  /** Share of the score (0..1) that lateness costs at most. */
  readonly cap: number;
  /** Late days of the whole course that a student may have for nothing. The same for every assignment of a course. */
  readonly slipDays: number;
  /** Of these, how many may be spent on this assignment. */
  readonly slipDaysEach: number;
}

/** Which attempt the grade is of; `chosen`: the student's choice, else the last. */
export type Counting = 'last' | 'best' | 'chosen';

/** What hands in officially: a push to the default branch, a tag `submit/…`, or an open pull request. */
export type Trigger = 'push' | 'tag' | 'pull-request';

/** Rules of an assignment as course.yaml says and as they are applied. Instants are ISO 8601 in UTC. */
export interface AssignmentRules {
  /** What is handed in before does not count. */
  readonly opens?: string | undefined;
  readonly due?: string | undefined;
  /** After the due date, and not late yet. */
  readonly graceMs: number;
  /** What is handed in later does not count at all; never before `due`, and never without it. */
  readonly cutoff?: string | undefined;
  readonly late: LatePolicy;
  readonly counts: Counting;
  /** Attempts that count, at least 1; any number without it. */
  readonly attempts?: number | undefined;
  /** After an attempt, what is handed in sooner does not count. */
  readonly cooldownMs: number;
  readonly trigger: Trigger;
  /** In the total of the course, relative to the others; 0 is outside of it. */
  readonly weight: number;
}

/** Rules of an assignment about which course.yaml says nothing. */
export const noRules: AssignmentRules = {
  graceMs: 0,
  late: { perDay: 0, cap: 1, slipDays: 0, slipDaysEach: 0 },
  counts: 'last',
  cooldownMs: 0,
  trigger: 'push',
  weight: 1,
};
