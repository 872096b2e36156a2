import { many, maybe, type Queryable } from '#services/platform/database.ts';
import { gradesOfParticipant } from '../grades/course.ts';
import type { RuledAssignment } from '../rules/facts.ts';
import type { Grade, ParticipantGrades } from '../rules/grade.ts';
import { type CommitState, statesOfSubmissions } from './state.ts';
import { isSettled } from './state-words.ts';

/** All that a student wants to know about itself in a course. */
export interface StudentSheet {
  readonly participant: ParticipantGrades['participant'];
  readonly timeZone: string;
  readonly slipDays: ParticipantGrades['slipDays'];
  readonly total: ParticipantGrades['total'];
  readonly assignments: readonly StudentAssignment[];
  /** Newest first, at most 30. */
  readonly notCounted: readonly NotCountedPush[];
}

export interface StudentAssignment {
  readonly assignment: RuledAssignment;
  readonly grade: Grade;
  /** Where its work is; undefined before it was accepted or pushed to. */
  readonly repository:
    | { readonly owner: string; readonly name: string; readonly pullNumber: number | null }
    | undefined;
  /** The newest commit, as long as something happens to it. */
  readonly underWay: { readonly submissionId: number; readonly state: CommitState } | undefined;
}

/** A push that is kept and not graded. */
export interface NotCountedPush {
  readonly repository: string;
  readonly sha: string;
  readonly branch: string | null;
  readonly at: Date;
  readonly why: string;
  readonly mend: string | null;
}

const repositoriesSql = `
  select r.assignment_id as "assignmentId", r.owner, r.name,
    (select number from pull_request p where p.repository_id = r.id and p.open order by p.feedback desc, number desc limit 1)
      as "pullNumber"
  from repository r where r.participant_id = any($1) and r.gone is distinct from 'deleted'
  order by r.updated_at`;

const newestSql = `
  select distinct on (s.assignment_id) s.assignment_id as "assignmentId", s.id
  from submission s join hand_in h on h.submission_id = s.id
  where s.participant_id = any($1) order by s.assignment_id, h.received_at desc, h.id desc`;

const notCountedSql = `
  select r.owner || '/' || r.name as repository, h.sha, h.branch, h.received_at as at, h.ignored as why, h.mend
  from hand_in h join repository r on r.id = h.repository_id
  where r.participant_id = any($1) and h.ignored is not null order by h.received_at desc limit 30`;

const ownersSql = `
  select p.id, array_to_json(array(select group_id from group_member where student_id = p.id)) as groups
  from participant p where p.id = $1`;

/** A participant's own sheet; undefined when there is none with this id. */
export async function findStudentSheet(db: Queryable, participantId: number): Promise<StudentSheet | undefined> {
  const owners = await maybe<{ groups: number[] }>(db, ownersSql, [participantId]);
  const ids = [participantId, ...(owners?.groups ?? [])];
  // Before the grades: these are then at least as new, and a page with something under way looks again.
  const underWay = await statesUnderWay(db, ids);
  const course = await gradesOfParticipant(db, participantId);
  const own = course?.participants.find(({ participant }) => participant.id === participantId);
  if (!course || !own) return undefined;
  const repositories = await many<RepositoryRow>(db, repositoriesSql, [ids]);
  return {
    ...{ participant: own.participant, timeZone: course.timeZone, slipDays: own.slipDays, total: own.total },
    assignments: course.assignments.map((assignment, i) => ({
      assignment,
      grade: own.grades[i] as Grade,
      repository: repositories.findLast(({ assignmentId }) => assignmentId === assignment.id),
      underWay: underWay.get(assignment.id),
    })),
    notCounted: await many<NotCountedPush>(db, notCountedSql, [ids]),
  };
}

/** Of the official hand-ins that have a result, the submission that came last; undefined: there is none. */
export function latestResult({ assignments }: Pick<StudentSheet, 'assignments'>): number | undefined {
  const graded = assignments.flatMap(({ grade }) => grade.why.attempts.filter(({ raw }) => raw !== undefined));
  return graded.toSorted((a, b) => a.lastAt.getTime() - b.lastAt.getTime()).at(-1)?.submissionId;
}

async function statesUnderWay(db: Queryable, participants: readonly number[]) {
  const newest = await many<{ assignmentId: number; id: number }>(db, newestSql, [participants]);
  const states = await statesOfSubmissions(
    db,
    newest.map(({ id }) => id),
  );
  const found = new Map<number, NonNullable<StudentAssignment['underWay']>>();
  for (const { assignmentId, id } of newest) {
    const state = states.get(id);
    if (state && (!isSettled(state) || state.state === 'errored')) found.set(assignmentId, { submissionId: id, state });
  }
  return found;
}

interface RepositoryRow {
  assignmentId: number;
  owner: string;
  name: string;
  pullNumber: number | null;
}
