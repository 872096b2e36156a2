import { expect, it } from 'vitest';
import { tree } from '#services/classroom/trees.ts';
import { spread, treesOf } from './mutants.ts';

const many = (kind: string, n: number) => Array.from({ length: n }, (_, at) => ({ kind, at }));

it('draws as many of each kind as of any other, from all over the files', () => {
  const drawn = spread([...many('zero', 90), ...many('retain', 1), ...many('flip', 30), ...many('drop copy', 2)], 11);
  expect(drawn).toEqual([
    ...many('retain', 1),
    ...many('drop copy', 2),
    ...[0, 8, 15, 23].map((at) => ({ kind: 'flip', at })),
    ...[0, 23, 45, 68].map((at) => ({ kind: 'zero', at })),
  ]);
});

it('keeps all where there are few, and draws no more than asked for', () => {
  expect(spread([...many('zero', 3), ...many('flip', 4)], 24)).toEqual([...many('zero', 3), ...many('flip', 4)]);
  expect(spread(many('zero', 100), 24)).toHaveLength(24);
  expect(spread([...many('zero', 3), ...many('flip', 3)], 1)).toHaveLength(1);
  expect(spread([], 24)).toEqual([]);
});

it('loses none of those that have the same name', () => {
  const copy = { kind: 'drop copy', name: 'drop copy in F', file: 'a/a.go' };
  const reference = tree([
    ['a/a.go', Buffer.from('reference')],
    ['b.go', Buffer.from('b')],
  ]);
  const trees = treesOf(
    [
      { ...copy, text: 'one' },
      { ...copy, text: 'two' },
    ],
    reference,
  );
  expect([...trees].map(([name, files]) => [name, ...[...files.values()].map(String)])).toEqual([
    ['drop copy in F', 'one', 'b'],
    ['drop copy in F (2)', 'two', 'b'],
  ]);
});
