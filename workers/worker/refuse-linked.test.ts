import { expect, test } from 'vitest';
import type { Way } from '#graders/check.ts';
import { assignmentOf } from '../grading/testing.ts';
import { refuseLinked } from './refuse-linked.ts';

/** A run with one case of each way. */
function run(...ways: (Way | undefined)[]) {
  const cases = ways.map((way, n) => {
    const base = { name: `a.Test${n}`, verdict: 'pass', weight: 1, visibility: 'visible' } as const;
    return way ? { ...base, way } : base;
  });
  const judgement = { credit: 1, summary: '', cases, findings: [], tampering: [], evidence: {} };
  return { criteria: [{ name: 'unit', check: 'tests', state: 'judged' as const, judgement }] };
}

test('a linked test of an assignment that wants all sealed is trouble, with its name', () => {
  const assignment = assignmentOf({}, { judging: 'sealed' });
  expect(() => refuseLinked(assignment, run('sealed', 'shared'))).toThrow(
    'sample/assignment.yaml: judging: sealed was asked for, and tests were linked: a.Test1',
  );
});

test('a linked test that the code could read is trouble, unless the teacher has accepted it', () => {
  const opened = (changes = {}) => assignmentOf({}, { judging: 'auto', allow: ['os'], ...changes });
  expect(() => refuseLinked(opened(), run('shared'))).toThrow('every test would be linked with students');
  refuseLinked(opened({ readable: true }), run('shared'));
  refuseLinked(opened(), run('sealed', 'outside'));
});

test('sealed tests, measurements, and linked tests where they are allowed are none', () => {
  refuseLinked(assignmentOf({}, { judging: 'sealed' }), run('sealed', undefined));
  refuseLinked(assignmentOf({}, { judging: 'auto' }), run('shared'));
});
