import { many, type Queryable } from '#services/platform/database.ts';
import { type Layouts, loadLayouts, type Weigh, weigher } from '../grades/anew.ts';
import { type Applied, loadAssignments } from '../grades/assignments.ts';
import { isDropped } from '../weighing.ts';

/** How a class does at a criterion. */
export interface CriterionFigures {
  readonly name: string;
  readonly runs: number;
  /** Without full credit. */
  readonly failed: number;
  /** Mean, 0..1. */
  readonly credit: number;
}

export interface CaseFigures {
  readonly criterion: string;
  readonly name: string;
  readonly runs: number;
  readonly failed: number;
  readonly flaky: number;
  /** It counts for nobody now. */
  readonly dropped: boolean;
}

export interface TestFigures {
  readonly criteria: readonly CriterionFigures[];
  /** Those that most fail first, at most 500. */
  readonly cases: readonly CaseFigures[];
}

/** Results of a criterion that came out alike, made under the same version. */
interface Alike {
  readonly name: string;
  readonly position: number;
  readonly versionId: number;
  readonly shape: string | null;
  readonly verdicts: string | null;
  readonly tampered: boolean;
  /** One of the runs. */
  readonly run: number;
  readonly judged: number;
  readonly failed: number;
  /** Sum. */
  readonly credit: number;
  readonly runs: number;
}

const alikeSql = `
  select e.name, min(e.position) as position, r.version_id as "versionId", e.shape, e.verdicts, coalesce(e.tampered, false) as tampered,
    min(e.run_id) as run, count(*)::int as runs, count(*) filter (where e.state = 'judged')::int as judged,
    count(*) filter (where e.state = 'judged' and e.credit < 1)::int as failed,
    coalesce(sum(e.credit) filter (where e.state = 'judged'), 0) as credit
  from criterion_result e join run r on r.id = e.run_id where e.run_id = any($1)
  group by e.name, r.version_id, e.shape, e.verdicts, coalesce(e.tampered, false)`;

/** How criteria and cases of runs came out, as the rubric that is applied now weighs their tests. */
export async function testFigures(db: Queryable, courseId: number, runs: readonly number[]): Promise<TestFigures> {
  const { applied } = await loadAssignments(db, courseId);
  const alike = await many<Alike>(db, alikeSql, [runs]);
  const seen = alike.flatMap(({ run, name, shape }) => (shape === null ? [] : { run, name, shape }));
  const layouts = await loadLayouts(db, seen);
  return { criteria: criteriaOf(alike, applied, weigher(layouts)), cases: casesOf(alike, applied, layouts) };
}

function criteriaOf(alike: readonly Alike[], applied: Applied, weigh: Weigh): CriterionFigures[] {
  const byName = [...Map.groupBy(alike, ({ name }) => name)].map(([name, all]) => {
    const position = Math.min(...all.map((one) => one.position));
    const figures = all.map((one) => weighed(one, applied, weigh));
    const [runs, failed, credit] = [sum(all, 'judged'), sum(figures, 'failed'), sum(figures, 'credit')];
    return { position, name, runs, failed, credit: credit / runs };
  });
  return byName
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => a.position - b.position || compare(a.name, b.name))
    .map(({ position: _, ...figures }) => figures);
}

function weighed(one: Alike, applied: Applied, weigh: Weigh): Pick<Alike, 'failed' | 'credit'> {
  const { shape, verdicts } = one;
  const criterion = applied.rubricOf(one.versionId).anew.find(({ name }) => name === one.name);
  if (!criterion || shape === null || verdicts === null || one.tampered) return one;
  const credit = weigh(criterion, [shape, verdicts]);
  return { failed: credit < 1 ? one.judged : 0, credit: credit * one.judged };
}

const shownCases = 500;

function casesOf(alike: readonly Alike[], applied: Applied, layouts: Layouts): CaseFigures[] {
  const found = new Map<string, { -readonly [K in keyof CaseFigures]: CaseFigures[K] }>();
  const asked = new Map<string, boolean>();
  for (const { name: criterion, versionId, shape, verdicts, runs } of alike) {
    const under = applied.rubricOf(versionId).anew.find(({ name }) => name === criterion);
    const dropped = (name: string) => under !== undefined && isDropped(under, name);
    for (const [i, whole] of (layouts.get(shape ?? '')?.names ?? []).entries()) {
      const name = Array.from(whole).slice(0, 300).join('');
      const key = JSON.stringify([criterion, name]);
      const own = found.get(key) ?? { criterion, name, runs: 0, failed: 0, flaky: 0, dropped: false };
      const letter = verdicts?.[i] ?? 'm';
      own.runs += runs;
      if (!'psPS'.includes(letter)) own.failed += runs;
      if (letter < 'a') own.flaky += runs;
      const isDroppedHere = asked.get(`${versionId} ${key}`) ?? dropped(name);
      asked.set(`${versionId} ${key}`, isDroppedHere);
      own.dropped ||= isDroppedHere;
      found.set(key, own);
    }
  }
  const order = (a: CaseFigures, b: CaseFigures) =>
    b.failed / b.runs - a.failed / a.runs || compare(a.criterion, b.criterion) || compare(a.name, b.name);
  return [...found.values()].sort(order).slice(0, shownCases);
}

function sum<K extends string>(all: readonly { readonly [P in K]: number }[], key: K): number {
  return all.reduce((total, one) => total + one[key], 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
