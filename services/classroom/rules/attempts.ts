/** Which of a participant's hand-ins count as attempts. */
import type { Calendar } from './calendar.ts';
import type { AssignmentRules } from './document.ts';
import type { Arrival, Submission } from './facts.ts';
import type { Attempt, Deadline } from './grade.ts';
import { type Why, why } from './not-counted.ts';

export interface AttemptRules {
  readonly rules: AssignmentRules;
  readonly deadline: Deadline;
  readonly calendar: Calendar;
}

/**
 * Official hand-ins, in the order of the times that count, each either numbered or with the reason why it does not
 * count. Trouble of ours is no attempt; neither is a commit that cannot be had, or that is handed in again. What a teacher hands in for a
 * student is held up by no rule, and takes nothing of what the student may hand in.
 */
export function attemptsOf(of: AttemptRules, submissions: readonly Submission[]): Attempt[] {
  const drafts: Draft[] = [];
  for (const submission of submissions) {
    const one = draft(of, submission);
    if (one) drafts.push(one);
  }
  drafts.sort((a, b) => a.at.getTime() - b.at.getTime() || a.submission.id - b.submission.id);
  let number = 0;
  let used = 0;
  let before: Draft | undefined;
  return drafts.map((one) => {
    const not = one.not ?? refusal(of, one, used, before);
    if (!not) {
      number++;
      if (!one.arrival.byTeacher) {
        used++;
        before = one;
      }
    }
    return attemptOf(
      one,
      not ? undefined : number,
      not && why(not, of, { before: before?.at, submission: one.submission }),
    );
  });
}

/** A practice push that staff chose: its dates, without a number. */
export function practiceAttempt(of: AttemptRules, submission: Submission): Attempt | undefined {
  const arrivals = submission.arrivals.map((arrival) => ({ ...arrival, official: true, byTeacher: true }));
  const one = draft(of, { ...submission, arrivals });
  return one && attemptOf(one, undefined, undefined);
}

interface Draft {
  readonly submission: Submission;
  readonly arrival: Arrival;
  readonly at: Date;
  lastAt: Date;
  daysLate: number;
  readonly not: Why | undefined;
}

function attemptOf(draft: Draft, number: number | undefined, not: Attempt['not']): Attempt {
  const { submission, arrival, at, lastAt, daysLate } = draft;
  return {
    submissionId: submission.id,
    sha: submission.sha,
    number,
    at,
    lastAt,
    receivedAt: arrival.at,
    pushedAt: arrival.pushedAt,
    daysLate,
    state: submission.state,
    raw: submission.raw,
    not,
  };
}

/** By its first arrival that is in time, else its first; the last one in time is what `last` goes by. */
function draft(of: AttemptRules, submission: Submission): Draft | undefined {
  let first: Draft | undefined;
  for (const arrival of submission.arrivals) {
    if (!arrival.official) continue;
    const at = timeThatCounts(arrival, of.deadline);
    const not = outside(of, arrival, at);
    if (!first || (first.not && !not)) first = { submission, arrival, at, lastAt: at, daysLate: 0, not };
    else if (!not) first.lastAt = at;
  }
  const { lateFrom } = of.deadline;
  if (first && lateFrom) first.daysLate = of.calendar.daysLate(lateFrom, first.at);
  return first;
}

/** Of receipt; where that would make it late, and GitHub had it before, GitHub's. Never what the student's clock says. */
function timeThatCounts({ at, pushedAt }: Arrival, { lateFrom }: Deadline): Date {
  return pushedAt && lateFrom && at > lateFrom && pushedAt < at ? pushedAt : at;
}

function outside({ rules, deadline }: AttemptRules, { byTeacher }: Arrival, at: Date): Why | undefined {
  if (byTeacher) return undefined;
  if (rules.opens && at.getTime() < Date.parse(rules.opens)) return 'before-opening';
  return deadline.cutoff && at > deadline.cutoff ? 'after-cutoff' : undefined;
}

function refusal({ rules }: AttemptRules, one: Draft, used: number, before: Draft | undefined): Why | undefined {
  const { state } = one.submission;
  if (state === 'trouble') return 'our-trouble';
  if (state === 'unavailable') return state;
  if (one.arrival.byTeacher) return undefined;
  if (rules.attempts !== undefined && used >= rules.attempts) return 'too-many';
  const since = before ? one.at.getTime() - before.at.getTime() : Number.POSITIVE_INFINITY;
  return since < rules.cooldownMs ? 'too-soon' : undefined;
}
