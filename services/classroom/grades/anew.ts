import type { Case } from '#graders/check.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import { shareOf, weighedUnder } from '../weighing.ts';
import type { AppliedRubric } from './assignments.ts';

/** Criterion to the credit (0..1) that stored cases earn now, where that is not the stored one. */
export type CreditsAnew = ReadonlyMap<string, number>;

/** How the cases of a criterion came out: the digest of which there are, and a letter for each. */
export type StoredCases = readonly [shape: string, verdicts: string];

/** Which cases there are: what weights depend on. */
export interface Layout {
  readonly names: readonly string[];
  /** Cases that say what they are below of, and that. */
  readonly deep: readonly string[];
  readonly below: readonly (readonly string[])[];
}

/** By their digest. */
export type Layouts = ReadonlyMap<string, Layout>;

const layoutsSql = `
  select e.shape, layout_of(e.judgement) as layout from unnest($1::bigint[], $2::text[]) wanted(run, name)
    join criterion_result e on e.run_id = wanted.run and e.name = wanted.name`;

/** Few, for most runs have the same cases; each is read from one run that has it. */
export async function loadLayouts(
  db: Queryable,
  seen: Iterable<{ readonly run: number; readonly name: string; readonly shape: string }>,
): Promise<Layouts> {
  const first = [...new Map([...seen].map((one) => [one.shape, one])).values()];
  if (first.length === 0) return new Map();
  const values = [first.map(({ run }) => run), first.map(({ name }) => name)];
  const rows = await many<{ shape: string; layout: Layout }>(db, layoutsSql, values);
  return new Map(rows.map(({ shape, layout }) => [shape, layout]));
}

/** What cases earn under a criterion. A class has few layouts, and few ways in which they come out: each is weighed once. */
export type Weigh = (criterion: Criterion, cases: StoredCases) => number;

export function weigher(layouts: Layouts): Weigh {
  const weightsOf = remembered((criterion: Criterion, shape) =>
    weightsUnder(criterion, layouts.get(shape) ?? { names: [], deep: [], below: [] }),
  );
  return (criterion, [shape, verdicts]) => {
    const weights = weightsOf(criterion, shape);
    return shareOf(weights.map((weight, i) => ({ verdict: verdictOf(verdicts[i]), weight })));
  };
}

/** Of what is stored; only what passed earns something. */
function verdictOf(letter: string | undefined): Case['verdict'] {
  return letter?.toLowerCase() === 'p' ? 'pass' : 'fail';
}

function weightsUnder(criterion: Criterion, { names, deep, below }: Layout): readonly number[] {
  const places = new Map(deep.map((name, i) => [name, below[i] ?? []]));
  const cases = names.map((name): Case => {
    const place = places.get(name);
    return { name, verdict: 'missing', weight: 1, visibility: 'hidden', ...(place && { below: place }) };
  });
  return weighedUnder(criterion, { cases, credit: 0, tampering: [] }).cases.map(({ weight }) => weight);
}

type Under = Pick<AppliedRubric, 'anew'>;

/** What the cases of a run earn under the rubric applied to it; `cases`: JSON, as stored, null for none. */
export type Anew = (under: Under, cases: string | null) => CreditsAnew | undefined;

/** `runs`: cases as stored, `{criterion: StoredCases}`, to a run that has them. */
export async function creditsAnew(db: Queryable, runs: ReadonlyMap<string, number>): Promise<Anew> {
  const seen = [...runs].flatMap(([cases, run]) => read(cases).map(([name, [shape]]) => ({ run, name, shape })));
  const weigh = weigher(await loadLayouts(db, seen));
  const credits = remembered(({ anew }: Under, cases): CreditsAnew => {
    const own = new Map(read(cases));
    return new Map(
      anew.flatMap((criterion) => {
        const stored = own.get(criterion.name);
        return stored ? [[criterion.name, weigh(criterion, stored)] as const] : [];
      }),
    );
  });
  return (under, cases) => (cases === null || under.anew.length === 0 ? undefined : credits(under, cases));
}

function read(cases: string): [name: string, cases: StoredCases][] {
  return Object.entries(JSON.parse(cases));
}

/** Computes once for each object and text. */
function remembered<K extends object, T>(compute: (of: K, text: string) => T): (of: K, text: string) => T {
  const known = new Map<K, Map<string, T>>();
  return (of, text) => {
    const own = known.get(of) ?? new Map<string, T>();
    known.set(of, own);
    const found = own.get(text) ?? compute(of, text);
    own.set(text, found);
    return found;
  };
}
