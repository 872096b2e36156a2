import { reviveReports } from '#services/classroom/reports/revive.ts';
import { execute, many, maybe, one, type Queryable } from '#services/platform/database.ts';
import type { Arrival, OfRepository } from './arrival.ts';
import { type Course, holdMatching, loadCourses } from './courses.ts';
import type { SenderFacts } from './facts.ts';
import { type Match, matchRepository } from './match.ts';
import { mergeByAccount, participantFor } from './participant.ts';
import { settle } from './settle.ts';

/** A repository as intake sees it. */
export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly template: boolean;
  readonly courseId: number | null;
  /** Both null while it is nobody's. */
  readonly assignmentId: number | null;
  readonly participantId: number | null;
  readonly match: 'mapped' | 'pattern' | 'ambiguous' | 'unmatched';
  readonly matchReason: string;
}

const columns = `id, owner, name, default_branch as "defaultBranch", template, course_id as "courseId",
  assignment_id as "assignmentId", participant_id as "participantId", match, match_reason as "matchReason"`;

/**
 * The repository of a delivery, its names brought up to date. Nobody's repository is matched; what was handed in there
 * before counts from then on. Once it is somebody's it stays so, whatever it is called later.
 */
export async function repositoryOf(arrival: Arrival, facts: OfRepository): Promise<Repository> {
  const { tx } = arrival;
  const [, known] = await Promise.all([holdMatching(tx, 'shared'), upsert(arrival, facts)]);
  if (known.participantId !== null) {
    return (await mergeByAccount(tx, known.participantId, facts.sender)) ? findRepository(tx, known.id) : known;
  }
  const bound = await matchAgain(tx, known, await loadCourses(tx), facts.sender);
  if (bound.participantId !== null && (await settle(tx, bound)) > 0) arrival.bells.add('grading');
  return bound;
}

export async function findRepository(db: Queryable, id: number): Promise<Repository> {
  return one<Repository>(db, `select ${columns} from repository where id = $1`, [id]);
}

/** All repositories that GitHub told us of. */
export async function allRepositories(db: Queryable): Promise<Repository[]> {
  return many<Repository>(db, `select ${columns} from repository order by id for update`);
}

/** Repositories of an assignment that have hand-ins which were not graded, or all of them. */
export async function repositoriesToSettle(db: Queryable, assignmentId: number, all: boolean): Promise<Repository[]> {
  const ignored = 'exists (select from hand_in h where h.repository_id = repository.id and h.ignored is not null)';
  const sql = `select ${columns} from repository where assignment_id = $1 and ($2 or ${ignored}) order by id for update`;
  return many<Repository>(db, sql, [assignmentId, all]);
}

/** Writes down whose repository it is by its present name. */
export async function matchAgain(
  tx: Queryable,
  repository: Repository,
  courses: readonly Course[],
  sender?: SenderFacts,
): Promise<Repository> {
  const match: Match = repository.template
    ? { match: 'unmatched', ignored: false, reason: 'it is a template for other repositories' }
    : matchRepository(`${repository.owner}/${repository.name}`, courses);
  return bind(tx, repository, match, courses, sender);
}

/** Writes down a match; a login that changed hands makes it ambiguous. */
export async function bind(
  tx: Queryable,
  repository: Repository,
  match: Match,
  courses: readonly Course[],
  sender?: SenderFacts,
): Promise<Repository> {
  if (match.match !== 'matched') return write(tx, repository.id, match.match, match.reason, [null, null, null]);
  const { reading } = match;
  const course = courses.find((known) => known.course.slug === reading.course);
  const assignment = course?.assignments.find(({ slug }) => slug === reading.assignment);
  if (!course || !assignment) throw new Error(`matched to an unknown assignment: ${reading.assignment}`);
  const participant = await participantFor(tx, course.id, reading, sender);
  if (typeof participant === 'string') {
    return write(tx, repository.id, 'ambiguous', participant, [course.id, null, null]);
  }
  return write(tx, repository.id, match.by, match.reason, [course.id, assignment.id, participant]);
}

type Ids = readonly [course: number | null, assignment: number | null, participant: number | null];

async function write(tx: Queryable, id: number, match: Repository['match'], reason: string, ids: Ids) {
  return one<Repository>(
    tx,
    `update repository set match = $2, match_reason = $3, course_id = $4, assignment_id = $5, participant_id = $6,
       updated_at = now() where id = $1 returning ${columns}`,
    [id, match, reason, ...ids],
  );
}

const upsertSql = `
  insert into repository as known (id, installation_id, owner, name, default_branch, fork, template, gone, changed_at,
    match, match_reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'unmatched', 'new')
  on conflict (id) do update set owner = excluded.owner, name = excluded.name,
    default_branch = excluded.default_branch, fork = excluded.fork, template = excluded.template,
    gone = case when known.gone = 'deleted' and (excluded.changed_at > known.changed_at) is not true then 'deleted'
      else excluded.gone end,
    changed_at = coalesce(excluded.changed_at, known.changed_at),
    installation_id = coalesce(excluded.installation_id, known.installation_id), updated_at = now()
  where known.changed_at is null or excluded.changed_at is null or excluded.changed_at >= known.changed_at`;

type Kept = Repository & { readonly gone: 'archived' | 'deleted' | null };

/**
 * An older event (GitHub promises no order, and may send one again days later) brings no old names back. One that was
 * deleted is there again, as owners may restore it, once a state is told that is newer than the one it was deleted in.
 */
async function upsert({ tx, bells }: Arrival, { repository: r, installation }: OfRepository): Promise<Repository> {
  const gone = r.archived ? 'archived' : null;
  const values = [r.id, installation, r.owner, r.name, r.defaultBranch, r.fork, r.template, gone, r.changedAt];
  const [before, , after] = await Promise.all([
    maybe<Kept>(tx, `select ${columns}, gone from repository where id = $1 for update`, [r.id]),
    execute(tx, upsertSql, values),
    one<Kept>(tx, `select ${columns}, gone from repository where id = $1`, [r.id]),
  ]);
  const isBack = before?.gone === 'deleted' && after.gone === null;
  if (isBack && (await reviveReports(tx, [r.id])) > 0) bells.add('reporting');
  if (before && before.defaultBranch !== after.defaultBranch) {
    await execute(
      tx,
      `update pull_request set feedback = base_branch = 'feedback' and head_branch = $2 where repository_id = $1`,
      [r.id, after.defaultBranch],
    );
  }
  return after;
}
