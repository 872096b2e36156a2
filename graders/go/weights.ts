/**
 * How much each case is worth. The rule: **leaves carry the weight.** A top-level test is worth its weight (1 unless
 * `weights` says otherwise), a group is worth its own weight and shares it among its tests in proportion to theirs,
 * and a test with expected subtests shares what it is worth among them in proportion to their weights. A test that
 * does not pass although all its subtests did (its own assertion failed, after them) costs what one of them costs:
 * it joins them as one more case. So a failing assertion never costs more after a subtest was mended than before.
 */
import { type Static, Type } from 'typebox';
import type { Expectation, Verdict } from '../check.ts';
import { caseName, topLevel } from './places.ts';

const Weight = Type.Number({ exclusiveMinimum: 0 });

export const Group = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'What the group is called in the report.' }),
    tests: Type.Array(Type.String({ format: 'regex' }), {
      minItems: 1,
      description: 'Regular expressions on the names of top-level tests. The first group that matches has the test.',
    }),
    weight: Type.Number({
      exclusiveMinimum: 0,
      description: 'What the group is worth in relation to other groups and to tests in no group (1 each).',
    }),
  },
  { additionalProperties: false },
);

export const weightOptions = {
  weights: Type.Optional(
    Type.Record(Type.String(), Weight, {
      default: {},
      description:
        'Worth of a test among tests, or of a subtest among its siblings, e.g. {TestTop: 2, TestTop/empty: 3}. Default: 1.',
    }),
  ),
  groups: Type.Optional(
    Type.Array(Group, {
      default: [],
      description: 'Tests that together are worth a fixed part, however many there are.',
    }),
  ),
};

export interface Weighing {
  readonly weights?: Readonly<Record<string, number>>;
  readonly groups?: readonly Static<typeof Group>[];
}

/** An expected case that counts, and its worth in relation to the others (> 0). */
export interface Weighed<T> {
  readonly item: T;
  /** The tests that it is a subtest of, outermost first. */
  readonly above: readonly string[];
  readonly weight: number;
  readonly group?: string;
}

interface Judged extends Expectation {
  readonly verdict: Verdict;
}

/** Something that carries weight, and where it hangs. */
type Carrier<T> = Pick<Weighed<T>, 'item' | 'above'>;

/** A test of the tree of what carries weight; one that only has subtests that do is no item itself. */
interface Node<T> extends Expectation {
  readonly children: Map<string, Node<T>>;
  own?: Carrier<T>;
}

/** The cases that carry weight, in the order of the list. */
export function weigh<T extends Judged>(cases: readonly T[], weighing: Weighing): readonly Weighed<T>[] {
  return weighed(carriers(cases), weighing);
}

/**
 * What carries weight: cases without subtests, and those that failed though all their subtests passed. Verdicts alone
 * decide that, so it holds whatever the weights are, and whatever is dropped.
 */
function carriers<T extends Judged>(cases: readonly T[]): Carrier<T>[] {
  const known = new Map(cases.map((item) => [caseName(item.dir, item.test), item]));
  const below = Map.groupBy(cases, (item) => parentOf(item, known));
  return cases
    .filter((item) => {
      const children = below.get(item) ?? [];
      return item.verdict !== 'pass' ? children.every(({ verdict }) => verdict === 'pass') : children.length === 0;
    })
    .map((item) => ({ item, above: aboveOf(item, known) }));
}

function aboveOf<T extends Expectation>(item: T, known: ReadonlyMap<string, T>): readonly string[] {
  const parent = parentOf(item, known);
  return parent ? [...aboveOf(parent, known), parent.test] : [];
}

/** Shares out what tests and groups are worth. */
export function weighed<T extends Expectation>(all: readonly Carrier<T>[], weighing: Weighing): readonly Weighed<T>[] {
  const worth = ({ dir, test }: Expectation) =>
    weighing.weights?.[caseName(dir, test)] ?? weighing.weights?.[test] ?? 1;
  const tops = [...forest(all).values()];
  const groupOf = groupFinder(weighing);
  const total = new Map<string, number>();
  for (const node of tops) {
    const group = groupOf(node.test);
    if (group) total.set(group.name, (total.get(group.name) ?? 0) + worth(node));
  }
  return tops.flatMap((node) => {
    const group = groupOf(node.test);
    if (!group) return share(node, worth(node), worth);
    const weight = (group.weight * worth(node)) / total.get(group.name)!;
    return share(node, weight, worth).map((one) => ({ ...one, group: group.name }));
  });
}

/** Credit of weighed cases, 0..1; 0 for none. */
export function creditOf(cases: readonly Pick<Weighed<Pick<Judged, 'verdict'>>, 'item' | 'weight'>[]): number {
  const sum = (list: typeof cases) => list.reduce((total, { weight }) => total + weight, 0);
  const passed = cases.filter(({ item }) => item.verdict === 'pass');
  if (cases.length === 0) return 0;
  // Equal lists give exactly 1: sums of equal numbers in equal order are equal.
  return sum(passed) / sum(cases);
}

function share<T>(node: Node<T>, weight: number, worth: (one: Expectation) => number): readonly Weighed<T>[] {
  const { own, children } = node;
  if (own && children.size === 0) return [{ ...own, weight }];
  const below = own ? (weight * children.size) / (children.size + 1) : weight;
  const sum = [...children.values()].reduce((total, child) => total + worth(child), 0);
  return [
    ...(own ? [{ ...own, weight: weight - below }] : []),
    ...[...children.values()].flatMap((child) => share(child, (below * worth(child)) / sum, worth)),
  ];
}

function forest<T extends Expectation>(all: readonly Carrier<T>[]): ReadonlyMap<string, Node<T>> {
  const tops = new Map<string, Node<T>>();
  for (const carrier of all) {
    const { dir, test } = carrier.item;
    let level = tops;
    for (const name of carrier.above) level = nodeIn(level, dir, name).children;
    nodeIn(level, dir, test).own = carrier;
  }
  return tops;
}

function nodeIn<T>(level: Map<string, Node<T>>, dir: string, test: string): Node<T> {
  const name = caseName(dir, test);
  const node = level.get(name) ?? { dir, test, children: new Map() };
  level.set(name, node);
  return node;
}

/** A subtest hangs below the longest expected name that it continues. */
function parentOf<T extends Expectation>({ dir, test }: Expectation, known: ReadonlyMap<string, T>): T | undefined {
  for (let end = test.lastIndexOf('/'); end > 0; end = test.lastIndexOf('/', end - 1)) {
    const parent = known.get(caseName(dir, test.slice(0, end)));
    if (parent) return parent;
  }
  return undefined;
}

function groupFinder({ groups = [] }: Weighing) {
  const compiled = groups.map((group) => ({ group, tests: group.tests.map((test) => new RegExp(test)) }));
  return (test: string) =>
    compiled.find(({ tests }) => tests.some((expression) => expression.test(topLevel(test))))?.group;
}
