import { expect, it } from 'vitest';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { newAssignment } from './new-assignment.ts';

const files = (texts: Record<string, string>): FileTree =>
  tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));
const solution = files({
  'go.mod': 'module example.com/a\n',
  'a/a.go': 'package a // solution',
  'a/a_test.go': 'package a // test',
  'a/testdata/in.txt': 'data',
  'a/table.csv': 'embedded',
  'go.work': 'use .',
});

it('sorts a solution into reference, starter and tests', () => {
  const made = newAssignment('sets: "easy"', solution, files({ 'a/a.go': 'package a // starter' }));
  const listed = [...made].filter(([path]) => path.includes('/')).map(([path, text]) => `${path}=${Buffer.from(text)}`);
  expect(listed).toEqual([
    'reference/a/a.go=package a // solution',
    'reference/a/table.csv=embedded',
    'reference/go.mod=module example.com/a\n',
    'starter/a/a.go=package a // starter',
    'starter/a/table.csv=embedded',
    'starter/go.mod=module example.com/a\n',
    'tests/a/a_test.go=package a // test',
    'tests/a/testdata/in.txt=data',
  ]);
});

it('makes a valid assignment, whatever its folder is called', () => {
  const made = newAssignment('sets: "easy"', solution, solution);
  const { document } = readAssignment(made, 'sets');
  expect(document.title).toBe('sets: "easy"');
  expect(document.rubric.map(({ name, points }) => [name, points])).toContainEqual(['tests', 100]);
});

it('allows what the solution needs, and says nothing where it needs nothing', () => {
  const made = newAssignment('a', solution, solution, ['concurrency', 'os']);
  expect(readAssignment(made, 'a').document.allow).toEqual(['concurrency', 'os']);
  const text = Buffer.from(newAssignment('a', solution, solution).get('assignment.yaml')!).toString();
  expect(text).not.toContain('allow');
});

it('keeps a README that is there', () => {
  const own = tree([...solution, ['README.md', Buffer.from('# Mine')]]);
  expect(Buffer.from(newAssignment('a', own, own).get('README.md')!).toString()).toBe('# Mine');
});
