import { expect, it } from 'vitest';
import type { Case, Finding, Judgement } from '#graders/check.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import { assignmentOf, criterion } from '#workers/grading/testing.ts';
import { renderResult } from './render.ts';
import { resultOf } from './result.ts';
import { table } from './table.ts';

const assignment = assignmentOf(
  {},
  {
    title: 'Grades',
    rubric: [
      criterion('build', 'build', { gate: true }),
      criterion('unit', 'tests', { points: 60 }),
      criterion('vet', 'vet', { penalty: 5 }),
      criterion('docs', 'godoc', { points: 40, state: 'pending' }),
    ],
  },
);
const judgement = (credit: number, rest: Partial<Judgement> = {}): Judgement => ({
  ...{ credit, summary: `credit ${credit}`, cases: [], findings: [], tampering: [], evidence: {} },
  ...rest,
});
const failing: Case = {
  ...{ name: 'a.TestTop', verdict: 'fail', weight: 1, visibility: 'visible', cause: 'Top(2) = [a], want [a b]' },
  ...{ input: 'Top(2)', got: '[a]', want: '[a b]', hint: 'Limit n.', reproduce: "go test ./a -run '^TestTop$'" },
};
const finding: Finding = { rule: 'panic', level: 'error', file: 'a/a.go', line: 7, message: 'panic: boom' };

function runOf(unit: Judgement): GradedRun {
  return {
    criteria: [
      { name: 'build', check: 'build', state: 'judged', judgement: judgement(1) },
      { name: 'unit', check: 'tests', state: 'judged', judgement: unit },
      { name: 'vet', check: 'vet', state: 'judged', judgement: judgement(0) },
      { name: 'docs', check: 'godoc', state: 'pending', judgement: undefined },
    ],
    workspaceFindings: [
      { rule: 'protected-file', level: 'warning', file: 'go.mod', line: 0, message: 'its own copy was used' },
    ],
    integrity: { mode: 'shared', tampering: unit.tampering },
    versions: { go: 'go1.26.11', image: 'c r', assignment: 'sha256:x', seed: '2a', policy: 'shared-1' },
    timings: { compile: 1234 },
    cpuMs: 1000,
  };
}

const plain = (_: unknown, text: string) => text;
const half = runOf(judgement(0.5, { cases: [failing], findings: [finding], ending: 'timed-out' }));

it('is one document with points, cases and findings', () => {
  expect(resultOf(assignment, half)).toEqual({
    state: 'done',
    score: 25,
    maxScore: 60,
    criteria: [
      {
        name: 'build',
        check: 'build',
        state: 'judged',
        credit: 1,
        points: 0,
        maxPoints: 0,
        summary: 'credit 1',
        cases: [],
        findings: [],
      },
      {
        ...{
          name: 'unit',
          check: 'tests',
          state: 'judged',
          credit: 0.5,
          points: 30,
          maxPoints: 60,
          summary: 'credit 0.5',
        },
        ending: 'timed-out',
        cases: [{ name: 'a.TestTop', verdict: 'fail', cause: 'Top(2) = [a], want [a b]' }],
        findings: [finding],
      },
      {
        name: 'vet',
        check: 'vet',
        state: 'judged',
        credit: 0,
        points: -5,
        maxPoints: 0,
        summary: 'credit 0',
        cases: [],
        findings: [],
      },
      {
        ...{
          name: 'docs',
          check: 'godoc',
          state: 'pending',
          credit: 0,
          points: 0,
          maxPoints: 0,
          cases: [],
          findings: [],
        },
        summary: 'pending: this version has no such check; outside the maximum',
      },
    ],
    findings: [{ rule: 'protected-file', level: 'warning', file: 'go.mod', line: 0, message: 'its own copy was used' }],
    integrity: { mode: 'shared', tampering: [] },
    versions: half.versions,
  });
});

it('shows people the score, every criterion, and how to see each failure again', () => {
  const text = renderResult(assignment, half, plain);
  for (const part of [
    'Grades: 25 of 60 points',
    '◐  unit   30  / 60  credit 0.5',
    '✗  vet    -5  / 0   credit 0',
    '…  docs             pending',
    '✗ a.TestTop: fail: Top(2) = [a], want [a b]',
    'input  Top(2)',
    'got    [a]',
    'want   [a b]',
    'hint   Limit n.',
    "again  go test ./a -run '^TestTop$'",
    'warning go.mod its own copy was used (protected-file)',
    'error a/a.go:7 panic: boom (panic)',
    'compile 1.2 s; go1.26.11; seed 2a',
  ]) {
    expect(text).toContain(part);
  }
});

it('lets nothing that a submission printed move the cursor or hide what follows', () => {
  const evil = { ...failing, name: 'a.Test\u001b[2J', got: 'x\u001b]0;title\u0007\u202egnp', cause: 'c\r\u0000d' };
  const text = renderResult(
    assignment,
    runOf(judgement(0, { cases: [evil], summary: 's\u001b[1A\nt', tampering: ['t\u001b'] })),
    plain,
  );
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(text).toContain('contradiction in the evidence: t·');
});

it('shows twenty failures and counts the others', () => {
  const text = renderResult(
    assignment,
    runOf(judgement(0, { cases: Array.from({ length: 25 }, () => failing) })),
    plain,
  );
  expect(text.match(/a\.TestTop: fail/g)).toHaveLength(20);
  expect(text).toContain('and 5 more cases');
});

it('lays columns by what is seen, not by colour codes', () => {
  const green = '\u001b[32m✓\u001b[39m';
  expect(
    table(
      [
        [green, 'a', '5'],
        ['x', 'long', '10'],
      ],
      [2],
    ),
  ).toBe(`${green}  a      5\nx  long  10`);
});

it('counts no dropped test, says so, and shows it no more', () => {
  const drop = { 'a.TestTop': 'unclear' };
  const rubric = assignment.document.rubric.map((one) => (one.name === 'unit' ? { ...one, drop } : one));
  const without = { ...assignment, document: { ...assignment.document, rubric } };
  const run = runOf(judgement(0.5, { cases: [failing, { ...failing, name: 'a.TestSum', verdict: 'pass' }] }));
  expect(resultOf(without, run).criteria[1]).toMatchObject({
    ...{ credit: 1, points: 60, summary: 'credit 0.5; one test was dropped and counts for nobody' },
    cases: [{ dropped: 'unclear' }, {}],
  });
  expect(renderResult(without, run, (_, text) => text)).not.toContain('a.TestTop');
});
