import { expect, it } from 'vitest';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { tree } from '#services/classroom/trees.ts';
import { isKept } from './check.ts';

function assignment(words: string) {
  const texts = {
    'assignment.yaml': `title: x\njudging: shared\n${words}rubric:\n  - check: tests\n    points: 1\n`,
    'starter/go.mod': 'module x\n',
    'reference/go.mod': 'module x\n',
    'tests/x_test.go': 'package x\n',
  };
  return readAssignment(tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const)), 'x');
}

it('an assignment whose linked tests students could read does not hold, unless that is accepted', () => {
  const fine = [{ holds: true }];
  expect(isKept(assignment(''), fine)).toBe(true);
  expect(isKept(assignment('allow: [os]\n'), fine)).toBe(false);
  expect(isKept(assignment('allow: [os]\nreadable: true\n'), fine)).toBe(true);
  expect(isKept(assignment(''), [...fine, { holds: false }])).toBe(false);
});
