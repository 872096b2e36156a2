/** The check behind sealed judging: all that an assignment brings along, judged both ways, and the lock that comes of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { LOCK_FILE, lockText } from '#services/classroom/assignment/lock.ts';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { mutantsOf } from '#workers/grading/mutants.ts';
import {
  bareCost,
  type Comparison,
  compareWays,
  type InQuestion,
  openWays,
  repetitions,
  type Sides,
  type Ways,
} from '#workers/grading/ways.ts';
import type { Bench } from './bench.ts';
import { candidatesOf } from './candidates.ts';
import { isRaced } from './raced.ts';

/** Why tests are not sealed, by package directory and top-level test; undefined: sealed. */
export type Decisions = ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;

export interface SealReport {
  readonly decisions: Decisions;
  readonly solutions: number;
  /** What a submission of the reference costs. */
  readonly costs: Costs;
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

/** Judges everything both ways. One difference, of one solution, and the test stays linked. */
export async function decideWays(
  assignment: Assignment,
  bench: Bench,
  signal: AbortSignal,
  onSolution: (name: string) => void,
): Promise<SealReport> {
  const shop = { sandbox: bench.sandbox, images: bench.images, signal };
  const ways = await openWays(assignment, bench.store, shop);
  const race = isRaced(assignment.document);
  const why = refusals(ways);
  const solutions = await solutionsOf(ways);
  let first: Comparison = { tests: [], buildMs: { shared: 0, sealed: 0 } };
  for (const [name, files] of solutions) {
    onSolution(name);
    if (name === 'reference') first = await compareReference(ways, files, race, why);
    else note(why, name, await compareWays(ways, files, race && !isMutant(name) ? 'both' : 'plain', openIn(why)));
  }
  const bare = solutions.size > 0 ? await bareCost(ways) : 0;
  return { decisions: why, solutions: solutions.size, costs: costsOf(why, first, bare) };
}

/** Plainly first: a test that is dear is much dearer under the race detector, where it need not come then. */
async function compareReference(ways: Ways, files: FileTree, race: boolean, why: Why): Promise<Comparison> {
  const plain = await compareWays(ways, files, 'plain', openIn(why));
  note(why, 'reference', plain);
  noteCosts(why, ways, plain);
  if (race) note(why, 'reference', await compareWays(ways, files, 'race', openIn(why)));
  return plain;
}

function openIn(why: Why): InQuestion {
  return (dir, test) => why.get(dir)?.get(test) === undefined;
}

function isMutant(name: string): boolean {
  return name.startsWith(MUTANT);
}

const MUTANT = 'mutant ';

/** `reference` and the others as submissions, then what the machine makes of the reference. */
async function solutionsOf(ways: Ways): Promise<ReadonlyMap<string, FileTree>> {
  if (ways.prepared.sealings.every(({ tests }) => tests.length === 0)) return new Map();
  const own = candidatesOf(ways.assignment).graded.map(({ name, files }) => [name, files] as const);
  const mutants = [...(await mutantsOf(ways))].map(([name, files]) => [`${MUTANT}${name}`, files] as const);
  return new Map([...own, ...mutants]);
}

type Why = Map<string, Map<string, string | undefined>>;

/** What the generator says, before anything is run. */
function refusals({ prepared, side }: Ways): Why {
  const why: Why = new Map();
  for (const { dir, test } of prepared.expected.filter((one) => side.calledDirs.includes(one.dir))) {
    const top = test.split('/')[0]!;
    const sealing = prepared.sealings.find((one) => one.dir === dir);
    const refused = sealing?.refused[top] ?? sealing?.refused[''] ?? 'the generator says nothing about it';
    const own = why.get(dir) ?? new Map();
    why.set(dir, own.set(top, sealing?.tests.includes(top) ? undefined : refused));
  }
  for (const dir of side.calledDirs) if (!why.has(dir)) why.set(dir, new Map());
  return why;
}

function note(why: Why, name: string, { tests }: Comparison): void {
  for (const { dir, test, difference } of tests) refuse(why, dir, test, difference && `${name}: ${difference}`);
}

/** Loops of calls stay linked. */
function noteCosts(why: Why, ways: Ways, { tests }: Comparison): void {
  const times = repetitions(ways);
  for (const { dir, test, cpuMs } of tests) {
    const more = (cpuMs.sealed - cpuMs.shared) * Math.max(1, times(dir, test));
    const often = times(dir, test) > 1 ? ` in ${times(dir, test)} repetitions` : '';
    const words = `it calls the package so often that it costs ${seconds(more)} of CPU time more when sealed${often}`;
    refuse(why, dir, test, more > DEAR_MS ? words : undefined);
  }
}

function costsOf(why: Why, { tests, buildMs }: Comparison, bare: number): Costs {
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

/** Writes the lock into the assignment's folder; answers the assignment as it is with it. */
export async function writeLock(dir: string, assignment: Assignment, decisions: Decisions): Promise<Assignment> {
  const text = lockText(assignment.judging, decisions);
  await writeFile(join(dir, LOCK_FILE), text);
  const files = tree([...assignment.files, [LOCK_FILE, Buffer.from(text)]]);
  return readAssignment(files, assignment.document.slug);
}

/** Lines for the teacher, of a comparison that was made. */
export function sealWords({ decisions, solutions, costs }: SealReport): readonly string[] {
  const rows = [...decisions].flatMap(([dir, tests]) =>
    [...tests].map(([test, why]) => [`${dir}.${test}`, why] as const),
  );
  const linked = rows.flatMap(([test, why]) => (why === undefined ? [] : [[test, why] as const]));
  const cost = `CPU to build and run the tests once: ${seconds(costs.bare)} by go test, ${seconds(costs.shared)} linked, ${seconds(costs.sealed)} sealed, ${seconds(costs.decided)} as decided`;
  return [
    `judging: ${rows.length - linked.length} of ${rows.length} tests sealed, by the same verdicts both ways on ${solutions} solutions`,
    ...reasons(linked),
    ...(solutions > 0 ? [cost] : []),
  ];
}

/** Lines for the teacher, by the lock as it is. */
export function lockWords({ document, lock }: Pick<Assignment, 'document' | 'lock'>): readonly string[] {
  switch (lock.state) {
    case 'off':
      return document.judging === 'shared' ? ['judging: all tests linked, as assignment.yaml says'] : [];
    case 'valid': {
      const sealed = [...lock.sealed.values()].reduce((sum, tests) => sum + tests.length, 0);
      return [
        `judging: ${sealed} of ${sealed + lock.shared.size} tests sealed, by ${LOCK_FILE}`,
        ...reasons([...lock.shared]),
      ];
    }
    default:
      return [`judging: all tests linked, because ${LOCK_FILE} is ${lock.state}`];
  }
}

/** Lines for the teacher, of tests that start the program; nothing where none does. */
export function outsideWords({ outside }: Pick<Assignment, 'outside'>): readonly string[] {
  if (outside.length === 0) return [];
  const programs = outside[0]!.programs.map((dir) => (dir === '.' ? 'the root of the module' : dir)).join(', ');
  return [`judging: the tests in ${outside.map(({ dir }) => dir).join(', ')} from outside, by starting ${programs}`];
}

/** The place in front of a reason; tests with the same reason are told together, with the first one's. */
const PLACE = /^\S+\.go:\d+: /;

function reasons(linked: readonly (readonly [test: string, why: string])[]): readonly string[] {
  const same = Map.groupBy(linked, ([, why]) => why.replace(PLACE, ''));
  return [...same.values()].map((rows) => `  linked: ${rows.map(([test]) => test).join(', ')}: ${rows[0]?.[1]}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
