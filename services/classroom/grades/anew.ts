import type { Case } from '#graders/check.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import { weighedUnder } from '../weighing.ts';
import type { AppliedRubric } from './assignments.ts';

/** Run to criterion to the credit that its stored cases earn now, where that is not the stored one. */
export type CreditsAnew = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** Only what weighs; texts and outputs stay where they are. */
const casesSql = `
  select e.run_id as run, e.name, e.credit, e.judgement -> 'tampering' as tampering, (
    select json_agg(json_build_array(c ->> 'name', c ->> 'verdict', c -> 'below') order by place)
    from jsonb_array_elements(e.judgement -> 'cases') with ordinality found(c, place)) as cases
  from unnest($1::bigint[], $2::text[]) wanted(run, name)
    join criterion_result e on e.run_id = wanted.run and e.name = wanted.name
  where e.judgement is not null`;

interface Row {
  readonly run: number;
  readonly name: string;
  readonly credit: number;
  readonly tampering: readonly string[] | null;
  readonly cases: readonly [name: string, verdict: Case['verdict'], below: readonly string[] | null][] | null;
}

/** Weighs the cases of runs again where the rubric that is applied to them wants it; nothing is read elsewhere. */
export async function creditsAnew(
  db: Queryable,
  runs: Iterable<{ readonly id: number; readonly under: Pick<AppliedRubric, 'anew'> }>,
): Promise<CreditsAnew> {
  const wanted = [...runs].flatMap(({ id, under }) => under.anew.map((criterion) => ({ id, criterion })));
  if (wanted.length === 0) return new Map();
  const rows = await many<Row>(db, casesSql, [
    wanted.map(({ id }) => id),
    wanted.map(({ criterion }) => criterion.name),
  ]);
  const criteria = new Map(wanted.map(({ id, criterion }) => [`${id} ${criterion.name}`, criterion]));
  const found = new Map<number, Map<string, number>>();
  for (const row of rows) {
    const own = found.get(row.run) ?? new Map<string, number>();
    const criterion = criteria.get(`${row.run} ${row.name}`);
    if (criterion) own.set(row.name, weighedUnder(criterion, judgementOf(row)).credit);
    found.set(row.run, own);
  }
  return found;
}

function judgementOf({ credit, tampering, cases }: Row) {
  const told = (cases ?? []).map(
    ([name, verdict, below]): Case => ({ name, verdict, weight: 1, visibility: 'hidden', ...(below && { below }) }),
  );
  return { credit, tampering: tampering ?? [], cases: told };
}
