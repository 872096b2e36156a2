import { one, type Queryable } from '#services/platform/database.ts';
import { noRubric } from '../grades/assignments.ts';
import { datesOfParticipant } from '../grades/dates.ts';
import { loadSubmissions } from '../grades/submissions.ts';
import { attemptsOf } from '../rules/attempts.ts';
import { calendarOf } from '../rules/calendar.ts';
import type { AssignmentRules } from '../rules/document.ts';
import type { Submission } from '../rules/facts.ts';
import type { NotCounted } from '../rules/grade.ts';
import type { Accepted, Handed, Ignored } from './decide.ts';

/** What is not even graded. After the cut-off is: an extension may make it count. */
const notGraded: ReadonlySet<NotCounted> = new Set(['before-opening', 'too-soon', 'too-many']);

/**
 * Why an official hand-in is not graded: the assignment is not open yet, or its attempts are used up or too close. The
 * rule is that of grades, asked about one hand-in more. A commit that is an attempt already costs no other one.
 */
export async function refusal(
  db: Queryable,
  rules: AssignmentRules,
  { assignmentId, participantId }: Pick<Accepted, 'assignmentId' | 'participantId'>,
  { sha, receivedAt }: Handed,
): Promise<Ignored | undefined> {
  if (rules.opens === undefined && rules.attempts === undefined && rules.cooldownMs === 0) return undefined;
  // Two pushes at once are counted one by one.
  await one(db, 'select from participant where id = $1 for no key update', [participantId]);
  const { deadline, timeZone } = await datesOfParticipant(db, { participantId, assignmentId });
  const scored = { assignments: [assignmentId], anew: false, rubricOf: () => noRubric };
  const known = (await loadSubmissions(db, scored, [], [participantId]))(participantId);
  if (known.some((submission) => submission.sha === sha)) return undefined;
  const calendar = calendarOf(timeZone);
  const attempts = attemptsOf({ rules, deadline, calendar }, [...known, newcomer(assignmentId, sha, receivedAt)]);
  const not = attempts.find(({ submissionId }) => submissionId === newcomerId)?.not;
  if (!not || !notGraded.has(not.reason)) return undefined;
  return { official: true, reason: not.words, mend: not.mend, tell: true };
}

/** Behind all that came at the same time. */
const newcomerId = Number.MAX_SAFE_INTEGER;

function newcomer(assignmentId: number, sha: string, at: Date): Submission {
  const arrivals = [{ at, official: true, byTeacher: false }];
  const nothing = { state: 'waiting', runId: undefined, raw: undefined, marked: false } as const;
  return { id: newcomerId, assignmentId, sha, arrivals, ...nothing };
}
