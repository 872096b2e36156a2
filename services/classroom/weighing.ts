/**
 * What stored cases are worth under the rubric that is applied now. Weights of tests and dropped tests are no part of
 * what judges: evidence holds every case, and its credit is computed from them again where they say something else.
 */
import type { Case, Judgement } from '#graders/check.ts';
import { checks } from '#graders/registry.ts';
import type { Criterion } from './assignment/document.ts';

/** Whether evidence that was judged under `own` has another credit under `applied`, or may have. */
export function isWeighedAnew(applied: Criterion, own: Criterion | undefined): boolean {
  const weighing = checks.get(applied.check)?.weighing;
  if (!weighing) return false;
  const said = (criterion: Criterion | undefined) => weighing.options.map((name) => optionOf(criterion, name));
  return Object.keys(applied.drop ?? {}).length > 0 || JSON.stringify(said(applied)) !== JSON.stringify(said(own));
}

function optionOf(criterion: Criterion | undefined, name: string): unknown {
  return (criterion?.options as Record<string, unknown> | undefined)?.[name];
}

/** A judgement made under `own`, as it is under `applied`. Contradictory evidence proves nothing here either. */
export function judgementUnder(applied: Criterion, own: Criterion | undefined, judgement: Judgement): Judgement {
  if (!isWeighedAnew(applied, own)) return judgement;
  return { ...judgement, ...weighedUnder(applied, judgement) };
}

/** The cases of a judgement weighed by a criterion, and their credit. */
export function weighedUnder(
  { check, options, drop = {} }: Criterion,
  judgement: Pick<Judgement, 'cases' | 'credit' | 'tampering'>,
): Pick<Judgement, 'cases' | 'credit'> {
  const { credit, tampering } = judgement;
  const cases = checks.get(check)?.weighing?.weigh(judgement.cases, options as never, drop) ?? judgement.cases;
  return { cases, credit: tampering.length > 0 ? 0 : cases.length === 0 ? credit : shareOf(cases) };
}

/** Whether a case of this name counts for nobody. */
export function isDropped(criterion: Criterion, name: string): boolean {
  const one: Case = { name, verdict: 'missing', weight: 1, visibility: 'hidden' };
  return droppedOf(weighedUnder(criterion, { cases: [one], credit: 0, tampering: [] }).cases) > 0;
}

/** How many of the cases count for nobody. */
export function droppedOf(cases: readonly Case[]): number {
  return cases.filter(({ dropped }) => dropped !== undefined).length;
}

/** The same in words, names none, for some may be hidden; empty for none. */
export function droppedWords(count = 0): string {
  if (count === 0) return '';
  return count === 1
    ? 'one test was dropped and counts for nobody'
    : `${count} tests were dropped and count for nobody`;
}

/** Credit of weighed cases. Where every one was dropped nothing is left to be asked of anybody: it is full. */
export function shareOf(cases: readonly Pick<Case, 'verdict' | 'weight'>[]): number {
  const sum = (all: typeof cases) => all.reduce((total, { weight }) => total + weight, 0);
  const all = sum(cases);
  return all === 0 ? 1 : sum(cases.filter(({ verdict }) => verdict === 'pass')) / all;
}
