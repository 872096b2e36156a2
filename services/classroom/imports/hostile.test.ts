import { expect, test } from 'vitest';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { readCourse } from '#services/classroom/course/read.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { subtree, tree } from '#services/classroom/trees.ts';
import { HOSTILE, HUGE } from '#services/platform/testing/hostile.ts';
import { importClassroom } from './classroom.ts';
import { readCommand } from './command.ts';

const code = { 'go.mod': 'module hello\n', 'main.go': 'package main\n\nfunc main() {}\n' };

/** A classroom in which every text is this one. */
function roomOf(text: string) {
  const accepted = [{ repository: 'School/x-1', students: [{ id: 1, login: 'ada', name: text }] }];
  const grades = [{ login: 'ada', identifier: text, repository: text, group: text }];
  const assignment = {
    folder: 'assignment-1',
    slug: text,
    title: text || 'x',
    group: false,
    deadline: undefined,
    starter: 'School/s',
  };
  return { name: text || 'x', organisation: 'School', assignments: [{ ...assignment, accepted, grades }], left: [] };
}

function starterOf(text: string) {
  const test = {
    name: text,
    setup: text,
    run: 'go run .',
    input: text,
    output: text || 'x',
    comparison: 'included',
    points: 1,
  };
  const tests = [
    test,
    { ...test, comparison: 'regex' },
    { ...test, run: text },
    { ...test, run: `go test -run ${text}` },
  ];
  const files = { ...code, '.github/classroom/autograding.json': JSON.stringify({ tests }) };
  return tree(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
}

test.each(HOSTILE)('a classroom full of $name becomes a course that can be read', ({ text }) => {
  const { files } = importClassroom(roomOf(text), 'go', () => starterOf(text));
  const textOf = (path: string) => Buffer.from(files.get(path)!).toString();
  const { document } = readCourse(textOf('course.yaml'), 'go');
  const [folder = ''] = document.assignments.map((one) => one.folder);
  expect(folder).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
  const assignment = readAssignment(subtree(files, folder), folder);
  expect(assignment.document.rubric.some(({ check }) => check === 'tests')).toBe(true);
  expect(readRoster(files.get('roster.csv')!, 'roster.csv').people).toHaveLength(1);
  const go = textOf(`${folder}/tests/classroom_io_test.go`);
  // One line for each statement, whatever was put into its strings.
  expect(
    go
      .split('\n')
      .filter((line) => line.includes('classroomAnswer(t, "go run .", '))
      .every((line) => line.endsWith('")')),
  ).toBe(true);
});

test.each([...HOSTILE, ...HUGE])(
  'a command that is $name takes no time and is not understood as anything else',
  ({ text }) => {
    expect(readCommand(text, text).command?.does).toBeUndefined();
    expect(readCommand(text, `go run . ${text}`).command?.does ?? 'run').toBe('run');
  },
);
