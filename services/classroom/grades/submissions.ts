import { many, type Queryable } from '#services/platform/database.ts';
import type { Arrival, Submission } from '../rules/facts.ts';
import { type Anew, creditsAnew } from './anew.ts';
import type { Applied } from './assignments.ts';
import { loadMarks, type Marks } from './marks.ts';
import { rawOf } from './raw.ts';

type Row = [participantId: number, facts: string, waiting: number | null, cases: string | null];

/** As stored, see migrations/0037_cases.sql. */
type Facts = readonly [
  id: number,
  assignmentId: number,
  sha: string,
  arrivals: readonly StoredArrival[],
  runId: number | null,
  versionId: number | null,
  marked: boolean | null,
  credits: Readonly<Record<string, number>> | null,
];
type StoredArrival = readonly [at: number, pushedAt: number | null, official: boolean, byTeacher: boolean];

/** Tens of thousands of rows: one table, and few columns; cases (`$4`) only where some count for nobody or weigh otherwise. */
const submissionsSql = `
  select participant_id, facts, case when counted_run is null then id end, case when $4 then counted_cases::text end
  from submission
  where assignment_id = any($1) and (official or id = any($2)) and ($3::bigint[] is null or participant_id = any($3))`;

/** The submissions of a participant, each time anew: nobody keeps those of a whole class. */
export type SubmissionsOf = (participantId: number) => Submission[];

/** Official submissions, and those that staff chose (`chosen`); of some participants only. */
export async function loadSubmissions(
  db: Queryable,
  applied: Applied,
  chosen: readonly number[],
  participants?: readonly number[],
): Promise<SubmissionsOf> {
  const values = [applied.assignments, chosen, participants, applied.anew];
  const { rows } = await db.query<Row>({ text: submissionsSql, values, rowMode: 'array' });
  const marks = await loadMarks(db, applied.assignments, participants);
  const anew = await creditsAnew(db, runsByCases(rows));
  const ended = await endedWithout(db, rows);
  const own = Map.groupBy(rows, ([participantId]) => participantId);
  return (participantId) =>
    (own.get(participantId) ?? []).map(([, facts, , cases]) =>
      submissionOf(JSON.parse(facts), cases, applied, { marks, anew, ended }),
    );
}

/** What is known beside the rows. */
interface Beside {
  readonly marks: Marks;
  readonly anew: Anew;
  readonly ended: Ended;
}

function submissionOf(facts: Facts, cases: string | null, applied: Applied, beside: Beside): Submission {
  const { marks, anew, ended } = beside;
  const [id, assignmentId, sha, arrivals, runId, versionId, marked, credits] = facts;
  const under = versionId === null || runId === null ? undefined : applied.rubricOf(versionId);
  return {
    id,
    assignmentId,
    sha,
    arrivals: arrivals.map(arrivalOf),
    ...(runId === null ? (ended.get(id) ?? waiting) : graded),
    runId: runId ?? undefined,
    raw: under && rawOf(under, credits ?? {}, anew(under, cases), marks.get(id)),
    marked: marked ?? false,
  };
}

const graded = { state: 'graded' } as const;
const waiting = { state: 'waiting' } as const;

type Ended = ReadonlyMap<number, Pick<Submission, 'state' | 'unavailable'>>;

/** Of those without a result, whose newest run failed on our side, or could not have the commit. */
async function endedWithout(db: Queryable, rows: readonly Row[]): Promise<Ended> {
  const ids = rows.flatMap(([, , id]) => id ?? []);
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

/** Most runs come out as another did: only one of each is read here. */
function runsByCases(rows: readonly Row[]): ReadonlyMap<string, number> {
  const runs = new Map<string, number>();
  for (const [, text, , cases] of rows) {
    if (cases === null || runs.has(cases)) continue;
    const [, , , , run]: Facts = JSON.parse(text);
    if (run !== null) runs.set(cases, run);
  }
  return runs;
}

function arrivalOf([at, pushedAt, official, byTeacher]: StoredArrival): Arrival {
  return {
    at: new Date(at),
    pushedAt: pushedAt === null ? undefined : new Date(pushedAt),
    official,
    byTeacher,
  };
}
