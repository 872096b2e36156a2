import { expect, it } from 'vitest';
import { subjectOf } from './subject.ts';
import { teacherSide } from './teacher.ts';
import { assignmentOf } from './testing.ts';

const starting = 'package x\n\nfunc both() {\n\tgo one()\n\tone()\n}\n';
const calling = 'package x\n\nfunc both() {\n\tone()\n}\n';
const program = 'package x\n\nimport _ "pushmark/kit/programs"\n\nfunc both() {\n\tgo one()\n}\n';

/** Whether goroutines are possible in the process of linked tests. */
function possible(texts: Record<string, string>, allow: readonly string[] = []): boolean {
  const module = { 'reference/go.mod': 'module x\n', 'starter/go.mod': 'module x\n' };
  const assignment = assignmentOf({ ...module, ...texts }, { allow: [...allow], protected: ['crowd.go'] });
  return subjectOf(assignment.document, teacherSide(assignment), [], []).goroutines;
}

it('goroutines are possible where students may start them', () => {
  expect(possible({ 'tests/x_test.go': calling })).toBe(false);
  expect(possible({ 'tests/x_test.go': calling }, ['concurrency'])).toBe(true);
});

it("and where the teacher's part of the program does: hidden tests, what lies beside them, protected files", () => {
  expect(possible({ 'tests/x_test.go': starting })).toBe(true);
  expect(possible({ 'tests/x_test.go': calling, 'tests/help/help.go': starting })).toBe(true);
  expect(possible({ 'tests/x_test.go': calling, 'starter/crowd.go': starting })).toBe(true);
});

it("not by what is no part of it: the reference's own files, data, tests from outside", () => {
  expect(possible({ 'tests/x_test.go': calling, 'reference/x.go': starting })).toBe(false);
  expect(possible({ 'tests/x_test.go': calling, 'tests/testdata/a.txt': starting })).toBe(false);
  expect(possible({ 'tests/x_test.go': program, 'reference/main.go': 'package main\n' })).toBe(false);
});
