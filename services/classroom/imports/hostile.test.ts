import { expect, test } from 'vitest';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { readCourse } from '#services/classroom/course/read.ts';
import { readCsv } from '#services/classroom/csv/read.ts';
import { writeCsv } from '#services/classroom/csv/write.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { subtree, tree } from '#services/classroom/trees.ts';
import { HOSTILE, HUGE } from '#services/platform/testing/hostile.ts';
import { importClassroom } from './classroom.ts';
import { readCommand } from './command.ts';

/** A classroom with an assignment, a student and a starter for every text, called and filled with it. */
const room = {
  ...{ name: '<script>: "Go" \u202E # x', organisation: 'School', left: [] },
  assignments: HOSTILE.map(({ text }, i) => ({
    ...{ folder: `assignment-${i}`, slug: text, title: text || 'x', group: false, starter: `School/${i}` },
    ...{ deadline: undefined, groupSize: undefined },
    accepted: [{ repository: `School/x-${i}`, students: [{ id: i + 1, login: `ada-${i}`, name: text }], grade: text }],
    grades: [
      {
        login: `ada-${i}`,
        identifier: text,
        repository: text,
        group: text,
        awarded: text,
        available: text,
        submittedAt: text,
      },
    ],
  })),
};

function starterOf(text: string) {
  const test = { name: text, setup: text, run: 'go run .', input: text, output: text || 'x', comparison: 'included' };
  const tests = [
    test,
    { ...test, comparison: 'regex' },
    { ...test, run: text },
    { ...test, run: `go test -run ${text}` },
  ];
  const files = {
    ...{ 'go.mod': 'module hello\n', 'main.go': 'package main\n\nfunc main() {}\n' },
    '.github/classroom/autograding.json': JSON.stringify({ tests }),
  };
  return tree(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
}

const { files } = importClassroom(room, 'go', (repository) => starterOf(HOSTILE[Number(repository.slice(7))]!.text));
const textOf = (path: string) => Buffer.from(files.get(path)!).toString();
const { assignments } = readCourse(textOf('course.yaml'), 'go').document;

test('a classroom full of hostile texts becomes a course with a folder for each assignment', () => {
  expect(assignments).toHaveLength(HOSTILE.length);
  expect(new Set(assignments.map(({ folder }) => folder.toLowerCase())).size).toBe(HOSTILE.length);
  for (const { folder } of assignments) expect(folder).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
});

test.each(HOSTILE.map(({ name }, i) => ({ name, i })))('an assignment full of $name can be read', ({ i }) => {
  const { folder } = assignments[i]!;
  const { rubric } = readAssignment(subtree(files, folder), folder).document;
  expect(rubric.some(({ check }) => check === 'tests')).toBe(true);
  const go = textOf(`${folder}/tests/classroomtests/io_test.go`).split('\n');
  const calls = go.filter((line) => line.includes('answer(t, "go run .", '));
  // One line for each statement, whatever was put into its strings.
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.every((line) => line.endsWith('")'))).toBe(true);
});

test('each line of its roster can be read', () => {
  const { header, rows } = readCsv(files.get('roster.csv')!, 'roster.csv');
  expect(rows).toHaveLength(HOSTILE.length);
  for (const { cells } of rows) {
    expect(readRoster(Buffer.from(writeCsv([header.cells, cells])), 'roster.csv').people).toHaveLength(1);
  }
});

test.each([...HOSTILE, ...HUGE])('a command that is $name is not taken for another', ({ text }) => {
  expect(readCommand(text, text).command).toBeUndefined();
  expect(readCommand(text, `go run . ${text}`).command?.does ?? 'run').toBe('run');
});
