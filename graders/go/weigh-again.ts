/**
 * What stored cases are worth under other weights, and without those that were dropped: from what was stored alone, so
 * neither needs a container. Dropping takes a test away as if it had never been there: what is left of its group or of
 * the test above it shares its worth.
 */
import type { Case } from '../check.ts';
import { caseName, readCaseName, topLevel } from './places.ts';
import { type Weighed, type Weighing, weighed } from './weights.ts';

/** Names of tests or subtests, with or without their package, to why they do not count; with all that is below them. */
export type Dropped = Readonly<Record<string, string>>;

/** The same cases, weighed anew; those that were dropped weigh 0 and say why. */
export function weighAgain(cases: readonly Case[], weighing: Weighing, dropped: Dropped): readonly Case[] {
  const told = cases.map((one) => ({ ...one, ...dropOf(one, dropped) }));
  const kept = told.filter((one) => one.dropped === undefined);
  const weights = new Map(weighed(kept.map(asCarrier), weighing).map(({ item, weight }) => [item.name, weight]));
  return told.map((one) => ({ ...one, weight: weights.get(one.name) ?? 0 }));
}

/** What is stored of where a case hangs: nothing where its name says it all. */
export function belowOf({
  item,
  above,
}: Pick<Weighed<{ readonly test: string }>, 'item' | 'above'>): Pick<Case, 'below'> {
  const usual = usuallyAbove(item.test);
  return usual.length === above.length && usual.every((name, i) => name === above[i]) ? {} : { below: above };
}

function asCarrier(one: Case) {
  const { dir, test } = readCaseName(one.name);
  return { item: { dir, test, name: one.name }, above: one.below ?? usuallyAbove(test) };
}

function usuallyAbove(test: string): readonly string[] {
  const top = topLevel(test);
  return top === test ? [] : [top];
}

function dropOf({ name }: Case, dropped: Dropped): Pick<Case, 'dropped'> {
  const { dir, test } = readCaseName(name);
  const found = Object.entries(dropped).find(([key]) => isOrAbove(key, test) || isOrAbove(key, caseName(dir, test)));
  return found ? { dropped: found[1] } : {};
}

function isOrAbove(key: string, name: string): boolean {
  return name === key || name.startsWith(`${key}/`);
}
