import { describe, expect, it } from 'vitest';
import { InvalidInput } from '#services/platform/errors.ts';
import { tree } from '../trees.ts';
import { readAssignment } from './read.ts';

const five = 'title: Hello\nrubric:\n  - check: tests\n    points: 100\n  - check: race\n    points: 10\n';
const files = {
  'starter/go.mod': 'module x\n',
  'reference/go.mod': 'module x\n',
  'tests/book/x_test.go': 'package x\n\nfunc TestTop(t *testing.T) {\n}\nfunc helper() {}\n',
};

function read(yaml: string) {
  const all = Object.entries({ 'assignment.yaml': yaml, ...files });
  return readAssignment(tree(all.map(([path, text]) => [path, Buffer.from(text)])), 'hello');
}

function problems(yaml: string) {
  try {
    read(yaml);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(({ line, field, message }) => [line, field, message]);
    throw error;
  }
  return [];
}

describe('weights of tests and dropped tests', () => {
  const plain = read(five);
  const weighed = read(five.replace('points: 100', 'points: 100\n    options: { weights: { TestTop: 2 } }'));
  const dropped = read(`${five}drop: { TestTop/empty: unclear }\n`);

  it('change points and judge the same', () => {
    for (const other of [weighed, dropped]) {
      expect(other.judging).toBe(plain.judging);
      expect(other.rules).not.toBe(plain.rules);
    }
  });

  it('are not what other options are: those change verdicts', () => {
    expect(read(five.replace('points: 100', 'points: 100\n    options: { count: 2 }')).judging).not.toBe(plain.judging);
  });

  it('reach every criterion that is a share of tests', () => {
    const rows = dropped.document.rubric.map(({ check, drop }) => [check, drop?.['TestTop/empty']]);
    expect(Object.fromEntries(rows)).toMatchObject({ tests: 'unclear', race: 'unclear', vet: undefined });
  });
});

describe('a dropped test', () => {
  it('must be there, and the nearest one is named with the line', () => {
    expect(problems(`${five}drop:\n  TestTpo/empty: unclear\n`)).toEqual([
      [8, 'drop.TestTpo/empty', 'is no test in tests/; did you mean TestTop/empty?'],
    ]);
    expect(problems(`${five}drop: { helper: unclear }\n`)).toHaveLength(1);
    expect(problems(`${five}drop: { TestTop: unclear, book.TestTop/a/b: unclear }\n`)).toEqual([]);
  });

  it('needs a reason', () => {
    expect(problems(`${five}drop: { TestTop: '' }\n`)).toMatchObject([[7, 'drop.TestTop', expect.anything()]]);
  });

  it('needs a criterion that is a share of tests', () => {
    const coverage = 'title: Hello\nrubric:\n  - check: coverage\n    points: 100\ndrop: { TestTop: unclear }\n';
    expect(problems(coverage)).toMatchObject([[5, 'drop', expect.stringContaining('tests, race')]]);
  });
});
