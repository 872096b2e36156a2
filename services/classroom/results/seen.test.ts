import { expect, test } from 'vitest';
import type { Case, Finding, Judgement, Visibility } from '#graders/check.ts';
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

test('of a dropped test that is hidden neither name, reason nor hint is told, and that one was dropped is', () => {
  const whole = run('hidden', 'hidden');
  const [outcome] = whole.criteria;
  const judgement = { ...outcome!.judgement!, cases: [{ ...one('hidden'), dropped: secret }] };
  const criterion = { ...outcome!.criterion, drop: { [secret]: secret } };
  const seen = seenBy({ ...whole, criteria: [{ ...outcome!, criterion, judgement, dropped: 1 }] }, student);
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect(seen.criteria[0]).toMatchObject({ dropped: 1, hints: [] });
});

test('hidden cases of a visible criterion are counted and not named', () => {
  const [outcome] = seenBy(run('visible', 'visible', 'hidden', 'after-due'), student).criteria;
  expect(outcome?.judgement?.cases.map(({ name }) => name)).toEqual([`pkg.Test_${secret}_visible`]);
  expect(outcome?.hiddenCases).toBe(2);
});

/** A visible criterion with two tests of one package, of which `TestOpen` is shown. */
function half(more: Partial<Judgement>, name = 'pkg.TestSecret'): RunResult {
  const outcome = run('visible').criteria[0]!;
  const base = { verdict: 'fail', weight: 1 } as const;
  const cases: Case[] = [
    { ...base, name: 'pkg.TestOpen', visibility: 'visible', cause: 'it failed', output: 'one\n--- FAIL: TestSecret\n' },
    { ...base, name, visibility: 'hidden' },
  ];
  const judgement = {
    ...outcome.judgement!,
    summary: '0 of 2 tests passed',
    findings: [],
    tampering: [],
    cases,
    ...more,
  };
  return { ...run('visible'), tampering: [], criteria: [{ ...outcome, judgement }] };
}

const panic = (message: string, tests?: readonly string[], detail?: string): Finding => ({
  ...{ rule: 'panic', level: 'error', file: 'a.go', line: 3, message },
  ...(tests && { tests }),
  ...(detail && { detail }),
});
const findingsOf = (seen: RunResult) => seen.criteria[0]!.judgement!.findings.map(({ message }) => message);

test('what was found in hidden tests alone is not shown; what a shown one found, too, is', () => {
  const findings = [
    panic('panic: want 42', ['pkg.TestSecret']),
    panic('panic: in both', ['pkg.TestSecret', 'pkg.TestOpen'], 'goroutine 7:\n  pkg.TestSecret'),
    panic('panic: boom (in TestOpen)', ['pkg.TestOpen']),
    panic('panic: stored long ago (in TestSecret)'),
    panic('panic: stored long ago (in TestSecretary)'),
  ];
  const seen = seenBy(half({ findings }), student);
  expect(findingsOf(seen)).toEqual([
    ...['panic: in both', 'panic: boom (in TestOpen)', 'panic: stored long ago (in TestSecretary)'],
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/TestSecret\b/);
});

test('of a test with a hidden part nobody can say which part it was', () => {
  const findings = [panic('panic: boom', ['pkg.TestTop']), panic('panic: old (in TestTop)')];
  expect(findingsOf(seenBy(half({ findings }, 'pkg.TestTop/secret'), student))).toEqual([]);
});

test('no text of what is shown names a hidden test: summary, evidence, causes and logs', () => {
  const summary = '0 of 2 tests passed: TestSecret is declared by the tests, too';
  const evidence = { groups: { 'secret group': 0 } };
  const judgement = seenBy(half({ summary, evidence }), student).criteria[0]?.judgement;
  expect(judgement).toMatchObject({ summary: '0 of 1 tests that are shown passed', evidence: {} });
  expect(judgement?.cases[0]).toMatchObject({ cause: 'it failed', output: 'one\n' });
  const named = half({});
  const cases = named.criteria[0]!.judgement!.cases.map((one) => ({
    ...one,
    cause: 'after TestSecret',
    got: 'TestSecret',
  }));
  expect(JSON.stringify(seenBy(half({ cases }), student))).not.toContain('TestSecret');
});

test('a test that is hidden in one criterion is not named by another that runs it, too', () => {
  const both = half({});
  const race = run('visible').criteria[0]!;
  const cases = both.criteria[0]!.judgement!.cases.map((one) => ({ ...one, visibility: 'visible' as const }));
  const judgement = { ...race.judgement!, summary: '', findings: [], tampering: [], cases };
  const seen = seenBy({ ...both, criteria: [...both.criteria, { ...race, judgement }] }, student);
  expect(JSON.stringify(seen)).not.toContain('TestSecret');
  expect(seen.criteria[1]?.hiddenCases).toBe(1);
  const closed = seenBy({ ...both, criteria: [...run('hidden', 'hidden').criteria, { ...race, judgement }] }, student);
  expect(closed.criteria[1]?.judgement?.cases).toHaveLength(2);
});

test('where nothing is hidden everything but the evidence is there', () => {
  const findings = [panic('panic: boom (in TestOpen)', ['pkg.TestOpen'], 'stack')];
  const cases = half({}).criteria[0]!.judgement!.cases.filter(({ visibility }) => visibility === 'visible');
  const open = half({ findings, cases }).criteria[0]!.judgement!;
  expect(seenBy(half({ findings, cases }), student).criteria[0]?.judgement).toEqual({ ...open, evidence: {} });
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
