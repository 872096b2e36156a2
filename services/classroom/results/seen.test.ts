import { expect, test } from 'vitest';
import type { Case, Judgement, Visibility } from '#graders/check.ts';
import type { RunResult } from './run.ts';
import { seenBy } from './seen.ts';

const now = new Date('2026-11-20T12:00:00Z');
const student = { viewer: 'participant', now, due: undefined } as const;
const overdue = { ...student, due: new Date('2026-11-20T11:00:00Z') };
const secret = 'SECRET';

function one(visibility: Visibility): Case {
  const told = {
    cause: secret,
    input: secret,
    got: secret,
    want: secret,
    output: secret,
    hint: 'Think of the empty list.',
  };
  return { name: `pkg.Test_${secret}_${visibility}`, verdict: 'fail', weight: 1, visibility, ...told };
}

function run(criterion: Visibility, ...cases: readonly Visibility[]): RunResult {
  const judgement: Judgement = {
    ...{ credit: 0.5, summary: secret, cases: cases.map(one), tampering: [secret], evidence: { secret } },
    findings: [{ rule: 'panic', level: 'error', file: 'a.go', line: 1, message: secret }],
  };
  const rubric = {
    name: 'unit',
    title: 'Unit',
    check: 'tests',
    state: 'judged',
    points: 10,
    penalty: 0,
    gate: false,
  } as const;
  const scored = { name: 'unit', state: 'judged', credit: 0.5, points: 5, maxPoints: 10 } as const;
  return {
    ...({ id: 1, state: 'done', tampering: [secret], findings: [] } as unknown as RunResult),
    criteria: [{ criterion: { ...rubric, visibility: criterion, options: {} }, scored, judgement }],
  };
}

test('nothing of a hidden criterion is left but what it earned and how many cases it has', () => {
  const seen = seenBy(run('hidden', 'visible', 'hidden'), student);
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect(seen.criteria[0]).toMatchObject({ scored: { points: 5 }, hiddenCases: 2, judgement: { credit: 0.5 } });
  expect(seen.criteria[0]?.hints).toEqual(['Think of the empty list.']);
});

test('hidden cases of a visible criterion are counted and not named', () => {
  const [outcome] = seenBy(run('visible', 'visible', 'hidden', 'after-due'), student).criteria;
  expect(outcome?.judgement?.cases.map(({ name }) => name)).toEqual([`pkg.Test_${secret}_visible`]);
  expect(outcome?.hiddenCases).toBe(2);
});

test('what contradicts itself is said in words where every test is shown, else only that something does', () => {
  expect(seenBy(run('visible', 'visible'), student).tampering).toEqual([secret]);
  const seen = seenBy(run('visible', 'visible', 'hidden'), student);
  expect(seen.tampering).toEqual(['Which test found it is not shown.']);
  expect(seen.criteria[0]?.judgement?.tampering).toEqual([]);
});

test('what is shown after the due date is shown then, and hidden things are still not', () => {
  const before = seenBy(run('after-due', 'after-due'), student).criteria[0];
  expect(before?.judgement).toMatchObject({ summary: 'shown after the due date', cases: [] });
  const after = seenBy(run('after-due', 'after-due', 'hidden'), overdue).criteria[0];
  expect(after?.judgement?.cases).toHaveLength(1);
  expect(after?.criterion.visibility).toBe('visible');
});

test('staff sees everything as it is', () => {
  const all = run('hidden', 'hidden');
  expect(seenBy(all, { ...student, viewer: 'staff' })).toBe(all);
});
