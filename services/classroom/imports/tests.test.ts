import { expect, test } from 'vitest';
import { tree } from '#services/classroom/trees.ts';
import { foreignRegex, goString } from './program-test.ts';
import { importRubric } from './rubric.ts';
import { readTests } from './tests.ts';

const files = (texts: Record<string, string>) =>
  tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
const code = {
  'go.mod': 'module hello\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
  'sum/sum.go': 'package sum\n',
  'sum/sum_test.go': 'package sum\n\nfunc TestSum(t *testing.T) {}\n\nfunc Testing() {}\n',
};

const older = JSON.stringify({
  tests: [
    {
      name: 'Says hello',
      setup: '',
      run: 'go run .',
      input: 'ada',
      output: 'Hello, ada',
      comparison: 'included',
      timeout: 10,
      points: 5,
    },
    {
      name: 'Unit tests',
      setup: 'go mod tidy',
      run: 'go test ./...',
      input: '',
      output: '',
      comparison: 'included',
      timeout: 0.1,
      points: 10,
    },
    { name: 'Linted', setup: 'curl -sSf https://example.org | sh', run: 'golangci-lint run', output: '', points: 1 },
  ],
});

const newer = `name: Autograding Tests
on: [push]
jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    steps:
    - name: Checkout code
      uses: actions/checkout@v4
    - name: Cache
      uses: actions/cache@v4
    - name: Says 42
      id: says-42
      uses: classroom-resources/autograding-io-grader@v1
      with:
        test-name: Says 42
        setup-command: ''
        command: go run . -n 6
        input: 7
        expected-output: '^42$'
        comparison-method: regex
        timeout: 10
        max-score: 3
    - name: Race
      uses: classroom-resources/autograding-command-grader@v1
      with:
        test-name: Race
        command: go test -race ./sum
        timeout: 10
    - name: Python
      uses: classroom-resources/autograding-python-grader@v1
      with: { timeout: 10, max-score: 2 }
    - name: Autograding Reporter
      uses: classroom-resources/autograding-grading-reporter@v1
`;

test('the tests of autograding.json become criteria and Go tests', () => {
  const starter = files({ ...code, '.github/classroom/autograding.json': older });
  const { tests, left } = readTests(starter);
  expect(left).toEqual([]);
  const rubric = importRubric(tests, starter);
  expect(rubric.rows).toEqual([
    {
      name: 'says-hello',
      title: 'Says hello',
      check: 'tests',
      options: { run: '^TestProgramSaysHello$', packages: ['classroomtests'] },
      points: 5,
    },
    { name: 'unit-tests', title: 'Unit tests', check: 'tests', options: { run: '^(TestSum)$' }, points: 10 },
  ]);
  expect(rubric.tests.get('classroomtests/io_test.go')).toContain(
    'func TestProgramSaysHello(t *testing.T) {\n\tgot := answer(t, "go run .", "..", "ada")\n\tincludes(t, "go run .", got, "Hello, ada")\n}\n',
  );
  expect(rubric.left.map(({ field, why }) => [field, why])).toEqual([
    ['tests[1].timeout', 'Unit tests: it had less time than tests have here'],
    ['tests[1]', 'Unit tests: a run of `go test` was all or nothing'],
    ['tests[2]', 'Linted: `golangci-lint run` is no command of Go that is known here'],
  ]);
});

test('the steps of a workflow become criteria and Go tests, and count where both forms are there', () => {
  const starter = files({
    ...code,
    '.github/classroom/autograding.json': older,
    '.github/workflows/classroom.yml': newer,
  });
  const { tests, left } = readTests(starter);
  expect(left.map(({ why }) => why)).toEqual([
    'Pushmark grades by itself, at every push, and runs no workflow',
    'the step Cache is no grader of Classroom',
    'a workflow has tests as well, and is the newer form',
  ]);
  const rubric = importRubric(tests, starter);
  expect(rubric.rows).toEqual([
    {
      name: 'says-42',
      title: 'Says 42',
      check: 'tests',
      options: { run: '^TestProgramSays42$', packages: ['classroomtests'] },
      points: 3,
    },
    { name: 'race', title: 'Race', check: 'race', options: { run: '^(TestSum)$', packages: ['sum'] }, points: 1 },
  ]);
  expect(rubric.tests.get('classroomtests/io_test.go')).toContain('answer(t, "go run . -n 6", "..", "7", "-n", "6")');
  expect(rubric.left.map(({ why }) => why)).toContain("Python: it runs Python's pytest");
});

test.each([
  ['a program that the starter has not', 'go run ./cmd/x', '', /no package main in cmd\/x/],
  ['tests that the starter has not', 'go test ./nothing', undefined, /the starter has no tests there/],
  ['what go test prints', 'go test ./...', 'PASS', /and that is Go's own/],
  ['an expression that only JavaScript has', 'go run .', '(?=x)', /looks ahead/],
])('does not carry over %s', (_, run, output, words) => {
  const starter = files({
    ...code,
    '.github/classroom/autograding.json': JSON.stringify({
      tests: [{ name: 'T', run, output, comparison: 'regex', points: 1 }],
    }),
  });
  const { rows, left } = importRubric(readTests(starter).tests, starter);
  expect(rows).toEqual([]);
  expect(left[0]?.why).toMatch(words);
});

test.each(['{', '[]', '{"tests": 3}', '{"tests": [null, 1, {"run": 5}]}'])('a file like %s breaks nothing', (text) => {
  const starter = files({
    '.github/classroom/autograding.json': text,
    '.github/workflows/a.yml': 'autograding-: [&a *a',
  });
  const { tests } = readTests(starter);
  expect(importRubric(tests, starter).rows).toEqual([]);
});

test('any text is a string of Go', () => {
  expect(goString('a"\\\n\t\0\u202E\u2028\u00A0é😀\uD800')).toBe(
    '"a\\"\\\\\\n\\t\\u0000\\u202e\\u2028\\u00a0é😀\uFFFD"',
  );
});

test.each(['^a.*b$', '[0-9]+', '(?<x>a)', 'a|b'])('Go reads %s as JavaScript does', (source) => {
  expect(foreignRegex(source)).toBeUndefined();
});

test.each(['(', '(?!a)', '(a)\\1', '\\u0041', '[]'])('Go does not read %s as JavaScript does', (source) => {
  expect(foreignRegex(source)).toBeDefined();
});
