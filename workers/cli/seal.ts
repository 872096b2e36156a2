/** The check behind sealed judging: all that an assignment brings along, judged both ways, and the lock that comes of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { topLevel } from '#graders/go/places.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { LOCK_FILE, lockText } from '#services/classroom/assignment/lock.ts';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { mutantsOf } from '#workers/grading/mutants.ts';
import {
  bareCost,
  type Comparison,
  compareWays,
  isRaced,
  openWays,
  repetitions,
  type Ways,
} from '#workers/grading/ways.ts';
import type { Bench } from './bench.ts';
import { candidatesOf } from './candidates.ts';
import { type Costs, costsOf, type Decisions, note, noteCosts, openIn, seconds, type Why } from './decisions.ts';

export interface SealReport {
  readonly decisions: Decisions;
  /** How many were built, in one way at least, and compared. */
  readonly solutions: number;
  /** What a submission of the reference costs. */
  readonly costs: Costs;
}

/**
 * Judges everything both ways. One difference, of one solution, and the test stays linked. Mutants come without the race
 * detector, whose builds and repetitions would cost more than all the rest.
 */
export async function decideWays(
  assignment: Assignment,
  bench: Bench,
  signal: AbortSignal,
  onSolution: (name: string) => void,
): Promise<SealReport> {
  const shop = { sandbox: bench.sandbox, images: bench.images, signal };
  const ways = await openWays(assignment, bench.store, shop);
  const race = isRaced(ways);
  const why = refusals(ways);
  const solutions = await solutionsOf(ways);
  let first: Comparison = { built: false, tests: [], buildMs: { shared: 0, sealed: 0 } };
  let built = 0;
  for (const [name, files] of solutions) {
    onSolution(name);
    if (name === 'reference') {
      first = await compareReference(ways, files, race, why);
      built += 1;
      continue;
    }
    const how = race && !isMutant(name) ? 'both' : 'plain';
    const found = await compareWays(ways, files, how, openIn(why));
    note(why, name, found);
    built += Number(found.built);
  }
  const bare = solutions.size > 0 ? await bareCost(ways) : 0;
  return { decisions: why, solutions: built, costs: costsOf(why, first, bare) };
}

/** Plainly first: a test that is dear is much dearer under the race detector, where it need not come then. */
async function compareReference(ways: Ways, files: FileTree, race: boolean, why: Why): Promise<Comparison> {
  const plain = await compareWays(ways, files, 'plain', openIn(why));
  note(why, 'reference', plain);
  noteCosts(why, repetitions(ways), plain);
  if (race) note(why, 'reference', await compareWays(ways, files, 'race', openIn(why)));
  return plain;
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

/** What the generator says, before anything is run. */
function refusals({ prepared, side }: Ways): Why {
  const why: Why = new Map();
  for (const { dir, test } of prepared.expected.filter((one) => side.calledDirs.includes(one.dir))) {
    const top = topLevel(test);
    const sealing = prepared.sealings.find((one) => one.dir === dir);
    const refused = sealing?.refused[top] ?? sealing?.refused[''] ?? 'the generator says nothing about it';
    const own = why.get(dir) ?? new Map();
    why.set(dir, own.set(top, sealing?.tests.includes(top) ? undefined : refused));
  }
  for (const dir of side.calledDirs) if (!why.has(dir)) why.set(dir, new Map());
  return why;
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
