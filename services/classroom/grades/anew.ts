import type { Case } from '#graders/check.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import { shareOf, weighedUnder } from '../weighing.ts';
import type { AppliedRubric } from './assignments.ts';

/** Run to criterion to the credit that its stored cases earn now, where that is not the stored one. */
export type CreditsAnew = ReadonlyMap<number, ReadonlyMap<string, number>>;

/**
 * Tens of thousands of cases: the names, of which most runs have the same, as one text, and the verdicts beside them.
 * Texts and outputs stay where they are. Contradictory evidence keeps its credit, which is none.
 */
const casesSql = `
  select e.run_id as run, e.name, jsonb_path_query_array(cases, '$[*].verdict') as verdicts, jsonb_build_object(
    'names', jsonb_path_query_array(cases, '$[*].name'),
    'deep', jsonb_path_query_array(cases, '$[*] ? (exists (@.below)).name'),
    'below', jsonb_path_query_array(cases, '$[*].below'))::text as shape
  from unnest($1::bigint[], $2::text[]) wanted(run, name)
    join criterion_result e on e.run_id = wanted.run and e.name = wanted.name
    cross join lateral (select e.judgement -> 'cases' as cases offset 0) judged
  where e.judgement -> 'tampering' = '[]' and jsonb_array_length(cases) > 0`;

interface Row {
  readonly run: number;
  readonly name: string;
  readonly verdicts: readonly Case['verdict'][];
  /** JSON, see Shape. */
  readonly shape: string;
}

interface Shape {
  readonly names: readonly string[];
  /** Cases that say what they are below of, and that. */
  readonly deep: readonly string[];
  readonly below: readonly (readonly string[])[];
}

/** Weighs the cases of runs again where the rubric that is applied to them wants it; nothing is read elsewhere. */
export async function creditsAnew(
  db: Queryable,
  runs: Iterable<{ readonly id: number; readonly under: Pick<AppliedRubric, 'anew'> }>,
): Promise<CreditsAnew> {
  const wanted = [...runs].flatMap(({ id, under }) => under.anew.map((criterion) => ({ id, criterion })));
  if (wanted.length === 0) return new Map();
  const values = [wanted.map(({ id }) => id), wanted.map(({ criterion }) => criterion.name)];
  const criteria = new Map(wanted.map(({ id, criterion }) => [`${id} ${criterion.name}`, criterion]));
  const weightsOf = weigher();
  const found = new Map<number, Map<string, number>>();
  for (const { run, name, verdicts, shape } of await many<Row>(db, casesSql, values)) {
    const weights = weightsOf(criteria.get(`${run} ${name}`) as Criterion, shape);
    const credit = shareOf(verdicts.map((verdict, i) => ({ verdict, weight: weights[i] ?? 0 })));
    found.set(run, (found.get(run) ?? new Map<string, number>()).set(name, credit));
  }
  return found;
}

/** Weights depend on which cases there are, never on how they came out: once for all runs that have the same. */
function weigher(): (criterion: Criterion, shape: string) => readonly number[] {
  const known = new Map<Criterion, Map<string, readonly number[]>>();
  return (criterion, shape) => {
    const own = known.get(criterion) ?? new Map<string, readonly number[]>();
    known.set(criterion, own);
    const weights = own.get(shape) ?? weightsUnder(criterion, JSON.parse(shape));
    own.set(shape, weights);
    return weights;
  };
}

function weightsUnder(criterion: Criterion, { names, deep, below }: Shape): readonly number[] {
  const places = new Map(deep.map((name, i) => [name, below[i] ?? []]));
  const cases = names.map((name): Case => {
    const place = places.get(name);
    return { name, verdict: 'missing', weight: 1, visibility: 'hidden', ...(place && { below: place }) };
  });
  return weighedUnder(criterion, { cases, credit: 0, tampering: [] }).cases.map(({ weight }) => weight);
}
