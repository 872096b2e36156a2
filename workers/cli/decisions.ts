/** Which tests of an assignment are sealed, and why others are not. */
import type { Sides } from '#workers/grading/compared.ts';
import type { Comparison, InQuestion } from '#workers/grading/ways.ts';

/** Why tests are not sealed, by package directory and top-level test; undefined: sealed. */
export type Decisions = ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;

/** Decisions while they are made. */
export type Why = Map<string, Map<string, string | undefined>>;

export function openIn(why: Why): InQuestion {
  return (dir, test) => why.get(dir)?.get(test) === undefined;
}

/** CPU time of building and running the hidden tests once, in milliseconds: by `go test`, linked, sealed, and as decided. */
export interface Costs extends Sides {
  readonly bare: number;
  readonly decided: number;
}

/**
 * A test that costs so many milliseconds of CPU time more when it is sealed is linked: it calls the package in a loop,
 * and each submission would pay for it. Linking the tests once more costs about as much.
 */
const DEAR_MS = 500;

/** What a solution shows. */
export function note(why: Why, name: string, { tests }: Comparison): void {
  for (const { dir, test, difference } of tests) refuse(why, dir, test, difference && `${name}: ${difference}`);
}

/** How often a submission runs a test. */
type Times = (dir: string, test: string) => number;

/** Loops of calls stay linked. */
export function noteCosts(why: Why, times: Times, { tests }: Comparison): void {
  for (const { dir, test, cpuMs } of tests) {
    const more = (cpuMs.sealed - cpuMs.shared) * Math.max(1, times(dir, test));
    const often = times(dir, test) > 1 ? ` in ${times(dir, test)} repetitions` : '';
    const words = `it calls the package so often that it costs ${seconds(more)} of CPU time more when sealed${often}`;
    refuse(why, dir, test, more > DEAR_MS ? words : undefined);
  }
}

export function costsOf(why: Why, { tests, buildMs }: Comparison, bare: number): Costs {
  const ran = (some: Comparison['tests'], way: keyof Sides) => some.reduce((sum, { cpuMs }) => sum + cpuMs[way], 0);
  const whole = (some: Comparison['tests'], way: keyof Sides) => (some.length > 0 ? buildMs[way] + ran(some, way) : 0);
  const isSealed = ({ dir, test }: Comparison['tests'][number]) => why.get(dir)?.get(test) === undefined;
  const decided =
    whole(tests.filter(isSealed), 'sealed') +
    whole(
      tests.filter((one) => !isSealed(one)),
      'shared',
    );
  return { bare, decided, shared: whole(tests, 'shared'), sealed: whole(tests, 'sealed') };
}

/** The first reason counts. */
function refuse(why: Why, dir: string, test: string, words: string | undefined): void {
  const own = why.get(dir);
  if (own && words !== undefined && own.get(test) === undefined) own.set(test, words);
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
