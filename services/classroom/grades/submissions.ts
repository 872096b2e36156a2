import { many, type Queryable } from '#services/platform/database.ts';
import type { Arrival, Raw, Submission } from '../rules/facts.ts';
import type { Applied } from './assignments.ts';
import { loadMarks, type Marks } from './marks.ts';
import { rawOf } from './raw.ts';

/** One per arrival and choice of a run, which is nearly always one per submission. Times in milliseconds. */
interface Row {
  readonly id: number;
  readonly assignmentId: number;
  readonly participantId: number;
  readonly sha: string;
  readonly at: number;
  readonly pushedAt: number | null;
  readonly official: boolean;
  readonly cause: string;
  readonly choice: number | null;
  readonly runId: number | null;
  readonly versionId: number | null;
  readonly marked: boolean | null;
  readonly credits: string | null;
}

/** Tens of thousands of rows: each column costs, times are sent as numbers, and credits are parsed only where needed. */
const submissionsSql = `
  select s.id, s.assignment_id as "assignmentId", s.participant_id as "participantId", s.sha,
    date_part('epoch', h.received_at) * 1000 as at, date_part('epoch', h.pushed_at) * 1000 as "pushedAt",
    h.official, h.cause, c.id as choice, r.id as "runId", r.version_id as "versionId", r.tampering <> '[]' as marked,
    r.credits::text as credits
  from submission s
  join hand_in h on h.submission_id = s.id and (h.official or s.id = any($2))
  left join run_choice c on c.submission_id = s.id and c.undone_at is null
  left join run r on r.id = c.run_id
  where s.assignment_id = any($1) and ($3::bigint[] is null or s.participant_id = any($3))
  order by s.id, h.received_at, h.id`;

/** Official submissions, and those that staff chose (`chosen`), by participant; of some participants only. */
export async function loadSubmissions(
  db: Queryable,
  applied: Applied,
  chosen: readonly number[],
  participants?: readonly number[],
): Promise<ReadonlyMap<number, readonly Submission[]>> {
  const rows = await many<Row>(db, submissionsSql, [applied.assignments, chosen, participants]);
  const marks = await loadMarks(db, applied.assignments);
  const troubled = await troubledOf(db, rows);
  const found = new Map<number, Submission[]>();
  for (let i = 0; i < rows.length; ) {
    const { id, participantId } = rows[i]!;
    let end = i + 1;
    while (rows[end]?.id === id) end++;
    const made = submissionOf(rows.slice(i, end), applied, marks, troubled);
    const own = found.get(participantId);
    if (own) own.push(made);
    else found.set(participantId, [made]);
    i = end;
  }
  return found;
}

function submissionOf(rows: readonly Row[], applied: Applied, marks: Marks, troubled: ReadonlySet<number>): Submission {
  // The newest choice of a run counts.
  const row = rows.reduce((newest, one) => ((one.choice ?? 0) > (newest.choice ?? 0) ? one : newest));
  const { id, assignmentId, sha, runId, versionId } = row;
  let raw: Raw | undefined;
  return {
    ...{ id, assignmentId, sha, arrivals: arrivalsOf(rows), marked: row.marked ?? false, runId: runId ?? undefined },
    state: runId !== null ? 'graded' : troubled.has(id) ? 'trouble' : 'waiting',
    get raw() {
      if (versionId !== null) raw ??= rawOf(applied.rubricOf(versionId), row.credits, marks.get(id));
      return raw;
    },
  };
}

function arrivalsOf(rows: readonly Row[]): Arrival[] {
  const once = rows.length === 1 ? rows : rows.filter(({ choice }) => choice === rows[0]?.choice);
  return once.map(({ at, pushedAt, official, cause }) => ({
    at: new Date(at),
    ...(pushedAt !== null && { pushedAt: new Date(pushedAt) }),
    official,
    byTeacher: cause === 'teacher',
  }));
}

/** Of those without a result, whose newest run failed on our side or could not have the commit. */
async function troubledOf(db: Queryable, rows: readonly Row[]): Promise<ReadonlySet<number>> {
  const ids = rows.filter(({ runId }) => runId === null).map(({ id }) => id);
  if (ids.length === 0) return new Set();
  const found = await many<{ id: number }>(
    db,
    `select submission_id as id from (select distinct on (submission_id) submission_id, state from run
       where submission_id = any($1) order by submission_id, id desc) newest
     where state in ('errored', 'unavailable')`,
    [ids],
  );
  return new Set(found.map(({ id }) => id));
}
