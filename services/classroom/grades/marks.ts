import { many, type Queryable } from '#services/platform/database.ts';

/** Submission to criterion to credit (0..1), as people gave it last. */
export type Marks = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** Of all participants, or of some. */
export async function loadMarks(
  db: Queryable,
  assignments: readonly number[],
  participants?: readonly number[],
): Promise<Marks> {
  const rows = await many<{ id: number; criterion: string; credit: number }>(
    db,
    `select distinct on (m.submission_id, m.criterion) m.submission_id as id, m.criterion, m.credit
     from mark m join submission s on s.id = m.submission_id where s.assignment_id = any($1)
       and ($2::bigint[] is null or s.participant_id = any($2))
     order by m.submission_id, m.criterion, m.id desc`,
    [assignments, participants],
  );
  const grouped = Map.groupBy(rows, ({ id }) => id);
  return new Map(
    [...grouped].map(([id, own]) => [id, new Map(own.map(({ criterion, credit }) => [criterion, credit]))]),
  );
}
