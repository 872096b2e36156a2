import { many, type Queryable } from '#services/platform/database.ts';
import type { Arrival, Submission } from '../rules/facts.ts';
import { type CreditsAnew, creditsAnew } from './anew.ts';
import type { Applied } from './assignments.ts';
import { loadMarks, type Marks } from './marks.ts';
import { rawOf } from './raw.ts';

type Row = [
  id: number,
  assignmentId: number,
  participantId: number,
  sha: string,
  arrivals: string | null,
  runId: number | null,
  versionId: number | null,
  marked: boolean | null,
  credits: string | null,
];

/** Tens of thousands of rows: one table, and few columns. */
const submissionsSql = `
  select id, assignment_id, participant_id, sha, arrivals::text, counted_run, counted_version, counted_marked,
    counted_credits::text
  from submission
  where assignment_id = any($1) and (official or id = any($2)) and ($3::bigint[] is null or participant_id = any($3))
  order by id`;

/** Official submissions, and those that staff chose (`chosen`), by participant; of some participants only. */
export async function loadSubmissions(
  db: Queryable,
  applied: Applied,
  chosen: readonly number[],
  participants?: readonly number[],
): Promise<ReadonlyMap<number, readonly Submission[]>> {
  const values = [applied.assignments, chosen, participants];
  const { rows } = await db.query<Row>({ text: submissionsSql, values, rowMode: 'array' });
  const marks = await loadMarks(db, applied.assignments, participants);
  const anew = await creditsAnew(db, runsOf(rows, applied));
  const ended = await endedWithout(db, rows);
  const found = new Map<number, Submission[]>();
  for (const row of rows) {
    const own = found.get(row[2]);
    const made = submissionOf(row, applied, { marks, anew, ended });
    if (own) own.push(made);
    else found.set(row[2], [made]);
  }
  return found;
}

/** What is known beside the rows. */
interface Beside {
  readonly marks: Marks;
  readonly anew: CreditsAnew;
  readonly ended: Ended;
}

function submissionOf(row: Row, applied: Applied, { marks, anew, ended }: Beside): Submission {
  const [id, assignmentId, , sha, arrivals, runId, versionId, marked, credits] = row;
  return {
    id,
    assignmentId,
    sha,
    arrivals: arrivalsOf(arrivals),
    ...(runId !== null ? { state: 'graded' } : (ended.get(id) ?? { state: 'waiting' })),
    runId: runId ?? undefined,
    raw:
      versionId === null || runId === null
        ? undefined
        : rawOf(applied.rubricOf(versionId), credits, anew.get(runId), marks.get(id)),
    marked: marked ?? false,
  };
}

function* runsOf(rows: readonly Row[], applied: Applied) {
  for (const [, , , , , id, versionId] of rows)
    if (id !== null && versionId !== null) yield { id, under: applied.rubricOf(versionId) };
}

type StoredArrival = [at: number, pushedAt: number | null, official: boolean, byTeacher: boolean];

function arrivalsOf(stored: string | null): Arrival[] {
  const arrivals: StoredArrival[] = JSON.parse(stored ?? '[]');
  return arrivals.map(([at, pushedAt, official, byTeacher]) => ({
    at: new Date(at),
    pushedAt: pushedAt === null ? undefined : new Date(pushedAt),
    official,
    byTeacher,
  }));
}

type Ended = ReadonlyMap<number, Pick<Submission, 'state' | 'unavailable'>>;

/** Of those without a result, whose newest run failed on our side, or could not have the commit. */
async function endedWithout(db: Queryable, rows: readonly Row[]): Promise<Ended> {
  const ids = rows.filter(([, , , , , runId]) => runId === null).map(([id]) => id);
  if (ids.length === 0) return new Map();
  const found = await many<{ id: number; state: 'errored' | 'unavailable'; unavailable: string | null }>(
    db,
    `select s.id, newest.state, s.unavailable from (select distinct on (submission_id) submission_id, state from run
       where submission_id = any($1) order by submission_id, id desc) newest join submission s on s.id = submission_id
     where newest.state in ('errored', 'unavailable')`,
    [ids],
  );
  return new Map(
    found.map(({ id, state, unavailable }) => [
      id,
      state === 'errored' ? { state: 'trouble' } : { state, unavailable: unavailable ?? undefined },
    ]),
  );
}
