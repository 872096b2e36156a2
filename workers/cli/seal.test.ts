import { expect, it } from 'vitest';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { lockText, readLock } from '#services/classroom/assignment/lock.ts';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { tree } from '#services/classroom/trees.ts';
import { assignmentOf } from '#workers/grading/testing.ts';
import { lockWords, outsideWords, sealWords } from './seal.ts';

const decisions = new Map([
  [
    'a',
    new Map([
      ['TestOne', undefined],
      ['TestTwo', 'a/x_test.go:7: a loop'],
      ['TestThree', 'a/x_test.go:9: a loop'],
    ]),
  ],
]);

it('tells what was compared, why tests are linked, once for the same reason, and what it costs', () => {
  const costs = { bare: 700, shared: 650, sealed: 1800, decided: 600 };
  expect(sealWords({ decisions, solutions: 21, costs })).toEqual([
    'judging: 1 of 3 tests sealed, by the same verdicts both ways on 21 solutions',
    '  linked: a.TestTwo, a.TestThree: a/x_test.go:7: a loop',
    'CPU to build and run the tests once: 0.70 s by go test, 0.65 s linked, 1.80 s sealed, 0.60 s as decided',
  ]);
});

it('says nothing of costs where nothing could be compared', () => {
  expect(
    sealWords({ decisions: new Map(), solutions: 0, costs: { bare: 0, shared: 0, sealed: 0, decided: 0 } }),
  ).toEqual(['judging: 0 of 0 tests sealed, by the same verdicts both ways on 0 solutions']);
});

it('tells of a lock that holds the same, and of any other why all tests are linked', () => {
  const assignment = assignmentOf({});
  const files = tree([['sealed.lock.json', Buffer.from(lockText(assignment.judging, decisions))]]);
  expect(lockWords({ ...assignment, lock: readLock(files, assignment.judging, 'auto') })).toEqual([
    'judging: 1 of 3 tests sealed, by sealed.lock.json',
    '  linked: a.TestThree, a.TestTwo: a/x_test.go:9: a loop',
  ]);
  expect(lockWords({ ...assignment, lock: readLock(files, 'sha256:other', 'auto') })).toEqual([
    'judging: all tests linked, because sealed.lock.json is stale',
  ]);
  const shared = assignmentOf({}, { judging: 'shared' });
  expect(lockWords({ ...shared, lock: readLock(files, assignment.judging, 'shared') })).toEqual([
    'judging: all tests linked, as assignment.yaml says',
  ]);
});

it('tells which tests start the program, and then nothing of a lock where no other tests are', () => {
  const assignment = assignmentOf({
    'reference/cmd/a/main.go': 'package main\n',
    'tests/cmd/a/a_test.go': 'package main_test\n\nimport "pushmark/kit/programs"\n',
  });
  expect(outsideWords(assignment)).toEqual(['judging: the tests in cmd/a from outside, by starting cmd/a']);
  const { lock } = readAssignment(filesOf(assignment), 'a');
  expect(lockWords({ ...assignment, lock })).toEqual([]);
  expect(outsideWords(assignmentOf({}))).toEqual([]);
});

function filesOf({ files }: Assignment) {
  const yaml = 'title: A\nrubric:\n  - check: tests\n    points: 1\n';
  const more = { 'assignment.yaml': yaml, 'starter/go.mod': 'module a\n', 'reference/go.mod': 'module a\n' };
  return tree([...files, ...Object.entries(more).map(([path, text]) => [path, Buffer.from(text)] as const)]);
}
