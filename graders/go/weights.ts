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
  readonly weight: number;
  readonly group?: string;
}

interface Judged extends Expectation {
  readonly verdict: Verdict;
}

interface Node<T> {
  readonly item: T;
  readonly children: Node<T>[];
}

/** The cases that carry weight, in the order of the list. */
export function weigh<T extends Judged>(cases: readonly T[], weighing: Weighing): readonly Weighed<T>[] {
  const worth = (item: T) => weighing.weights?.[caseName(item.dir, item.test)] ?? weighing.weights?.[item.test] ?? 1;
  const tops = forest(cases);
  const groupOf = groupFinder(weighing);
  const total = new Map<string, number>();
  for (const { item } of tops) {
    const group = groupOf(item.test);
    if (group) total.set(group.name, (total.get(group.name) ?? 0) + worth(item));
  }
  return tops.flatMap((node) => {
    const group = groupOf(node.item.test);
    if (!group) return share(node, worth(node.item), worth);
    const weight = (group.weight * worth(node.item)) / total.get(group.name)!;
    return share(node, weight, worth).map((one) => ({ ...one, group: group.name }));
  });
}

/** Credit of weighed cases, 0..1; 0 for none. */
export function creditOf(cases: readonly Weighed<Judged>[]): number {
  const sum = (list: readonly Weighed<Judged>[]) => list.reduce((total, { weight }) => total + weight, 0);
  const passed = cases.filter(({ item }) => item.verdict === 'pass');
  if (cases.length === 0) return 0;
  // Equal lists give exactly 1: sums of equal numbers in equal order are equal.
  return sum(passed) / sum(cases);
}

function share<T extends Judged>(node: Node<T>, weight: number, worth: (item: T) => number): readonly Weighed<T>[] {
  const { item, children } = node;
  if (children.length === 0) return [{ item, weight }];
  const failedAlone = item.verdict !== 'pass' && children.every((child) => child.item.verdict === 'pass');
  const below = failedAlone ? (weight * children.length) / (children.length + 1) : weight;
  const sum = children.reduce((total, child) => total + worth(child.item), 0);
  const own = failedAlone ? [{ item, weight: weight - below }] : [];
  return [...own, ...children.flatMap((child) => share(child, (below * worth(child.item)) / sum, worth))];
}

/** A subtest hangs below the longest expected name that it continues. */
function forest<T extends Expectation>(cases: readonly T[]): readonly Node<T>[] {
  const nodes = new Map(cases.map((item) => [caseName(item.dir, item.test), { item, children: [] } as Node<T>]));
  const tops: Node<T>[] = [];
  for (const node of nodes.values()) {
    const parent = parentOf(node.item, nodes);
    if (parent) parent.children.push(node);
    else tops.push(node);
  }
  return tops;
}

function parentOf<T extends Expectation>(
  { dir, test }: Expectation,
  nodes: ReadonlyMap<string, Node<T>>,
): Node<T> | undefined {
  for (let end = test.lastIndexOf('/'); end > 0; end = test.lastIndexOf('/', end - 1)) {
    const parent = nodes.get(caseName(dir, test.slice(0, end)));
    if (parent) return parent;
  }
  return undefined;
}

function groupFinder({ groups = [] }: Weighing) {
  const compiled = groups.map((group) => ({ group, tests: group.tests.map((test) => new RegExp(test)) }));
  return (test: string) =>
    compiled.find(({ tests }) => tests.some((expression) => expression.test(topLevel(test))))?.group;
}
