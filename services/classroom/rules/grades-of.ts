/**
 * Grades of participants: a pure function of rules and facts, so that a change of either recomputes a class at once, and
 * the same facts give the same grades whenever they are asked for.
 */
import { attemptsOf, practiceAttempt } from './attempts.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { chooseAttempt } from './choose.ts';
import { deadlineOf, isFor } from './deadline.ts';
import type { ParticipantFacts, RuledAssignment, RuledCourse, Submission } from './facts.ts';
import type { Attempt, Deadline, Grade, ParticipantGrades } from './grade.ts';
import { groupGrades } from './group.ts';
import { overridden } from './override.ts';
import { totalOf } from './total.ts';

/** The grades of all, in their order. `now` decides what is missing, and nothing else. */
export function gradesOf(course: RuledCourse, all: readonly ParticipantFacts[], now: Date): ParticipantGrades[] {
  return [...gradesInTurn(course, all, now)];
}

/** The same, one by one: whoever keeps little of each needs no memory for tens of thousands of attempts. */
export function* gradesInTurn(
  course: RuledCourse,
  all: readonly ParticipantFacts[],
  now: Date,
): Generator<ParticipantGrades> {
  const calendar = calendarOf(course.timeZone);
  const regular = new Map(course.assignments.map((one) => [one.id, deadlineOf(one, [], nobody, calendar)]));
  const context = { course, calendar, regular, now };
  const groups = new Set(all.flatMap((facts) => facts.groups));
  const shared = new Map(
    all.filter(({ id }) => groups.has(id)).map((facts) => [facts.id, ownGrades(context, facts)] as const),
  );
  for (const facts of all) {
    const own = shared.get(facts.id) ?? ownGrades(context, facts);
    const theirs = facts.groups.flatMap((id) => shared.get(id) ?? []);
    const grades = groupGrades(course.assignments, own.grades, theirs);
    yield { ...own, grades, total: totalOf(course.assignments, grades) };
  }
}

const nobody = { id: 0, members: [], sections: [] };

interface Context {
  readonly course: RuledCourse;
  readonly calendar: Calendar;
  /** Everybody's dates, by assignment. */
  readonly regular: ReadonlyMap<number, Deadline>;
  readonly now: Date;
}

/** Slip days are spent in the order of due dates. A group has a budget of its own. */
function ownGrades(context: Context, facts: ParticipantFacts): Omit<ParticipantGrades, 'total'> {
  const { assignments } = context.course;
  const extensions = context.course.extensions.filter((extension) => isFor(extension, facts));
  const dated = assignments.map((assignment) => ({
    assignment,
    deadline:
      extensions.length === 0
        ? context.regular.get(assignment.id)!
        : deadlineOf(assignment, extensions, facts, context.calendar),
  }));
  const byDue = dated.toSorted(
    (a, b) => (a.deadline.due?.getTime() ?? Infinity) - (b.deadline.due?.getTime() ?? Infinity),
  );
  const budget = Math.max(0, ...assignments.map(({ rules }) => rules.late.slipDays));
  const submissions = Map.groupBy(facts.submissions, ({ assignmentId }) => assignmentId);
  const grades = new Map<number, Grade>();
  let spent = 0;
  for (const { assignment, deadline } of byDue) {
    const own = { assignment, deadline, facts, submissions: submissions.get(assignment.id) ?? [], spent };
    const grade = gradeOf(context, own);
    grades.set(assignment.id, grade);
    spent += grade.why.counting?.slipDays ?? 0;
  }
  const { id, name, kind, sections } = facts;
  return {
    participant: { id, name, kind, sections },
    grades: assignments.map((assignment) => grades.get(assignment.id)!),
    slipDays: { spent, left: Math.max(0, budget - spent) },
  };
}

interface Own {
  readonly assignment: RuledAssignment;
  readonly deadline: Deadline;
  readonly facts: ParticipantFacts;
  readonly submissions: readonly Submission[];
  /** Slip days so far. */
  readonly spent: number;
}

function gradeOf({ calendar, now }: Context, { assignment, deadline, facts, submissions, spent }: Own): Grade {
  const { id: assignmentId, rules, maxPoints } = assignment;
  const choices = facts.choices.filter((choice) => choice.assignmentId === assignmentId);
  const override = facts.overrides.find((one) => one.assignmentId === assignmentId);
  const attempts = withPractice(
    { rules, deadline, calendar },
    submissions,
    choices.find(({ byStaff }) => byStaff)?.submissionId,
  );
  const { counts, late } = rules;
  // A grade that a person set is not lessened by lateness, so no slip day helps it.
  const slipDays = override ? 0 : Math.max(0, Math.min(late.slipDays - spent, late.slipDaysEach));
  const counting = chooseAttempt({ counts, late, slipDays, choices, submissions }, attempts);
  const grade: Grade = {
    assignmentId,
    ownerId: facts.id,
    state: counting ? 'graded' : stateOf(attempts, deadline, now),
    points: counting?.points,
    maxPoints: counting?.raw.maxPoints ?? maxPoints,
    why: { deadline, attempts, counting, waiting: waiting(attempts), override: undefined },
  };
  return override ? overridden(grade, override) : grade;
}

function withPractice(
  of: Parameters<typeof attemptsOf>[0],
  submissions: readonly Submission[],
  chosen: number | undefined,
) {
  const attempts = attemptsOf(of, submissions);
  if (chosen === undefined || attempts.some(({ submissionId }) => submissionId === chosen)) return attempts;
  const practice = submissions.find(({ id }) => id === chosen);
  const one = practice && practiceAttempt(of, practice);
  return one ? [...attempts, one] : attempts;
}

function waiting(attempts: readonly Attempt[]): number {
  return attempts.filter(({ state, not }) => state === 'waiting' && !not).length;
}

/** Without a result. What failed by trouble of ours is not missing. */
function stateOf(attempts: readonly Attempt[], { lateFrom }: Deadline, now: Date): Grade['state'] {
  if (waiting(attempts) > 0 || attempts.some(({ not }) => not?.reason === 'our-trouble')) return 'waiting';
  return lateFrom && now > lateFrom ? 'missing' : 'open';
}
