import { expect, it } from 'vitest';
import type { Judgement } from '#graders/check.ts';
import type { RecordedRun } from '#services/classroom/runs/recorded.ts';
import { digestOf } from '#services/classroom/trees.ts';
import { differencesOf } from './differences.ts';
import type { GradedRun } from './graded-run.ts';

const base: Judgement = { credit: 0.5, summary: '', cases: [], findings: [], tampering: [], evidence: {} };
const one = (name: string, verdict: 'pass' | 'fail') => ({ name, verdict, weight: 1, visibility: 'visible' }) as const;

function recorded(judgement: Judgement, credit = judgement.credit): RecordedRun {
  return {
    ...{
      id: 7,
      state: 'done',
      tree: digestOf('t'),
      slug: 'a',
      bundle: digestOf('b'),
      currentJudging: null,
      only: null,
    },
    ...{ seed: '1', mode: 'shared', tampering: [], versions: {} },
    criteria: [{ name: 'unit', check: 'tests', state: 'judged', credit, judgement }],
  };
}

function again(judgement: Judgement, mode: 'sealed' | 'shared' = 'shared'): GradedRun {
  return {
    criteria: [{ name: 'unit', check: 'tests', state: 'judged', judgement }],
    ...{ workspaceFindings: [], integrity: { mode, tampering: [] }, timings: {}, cpuMs: 1 },
    versions: { go: 'g', image: 'c r', assignment: 'a', seed: '1', policy: 'p' },
  };
}

it('a run that comes out as recorded differs in nothing, whatever its texts and times', () => {
  const cases = [one('TestA', 'pass'), one('TestB', 'fail')];
  const other = { ...base, summary: 'in other words', cases: cases.map((each) => ({ ...each, wallMs: 9 })) };
  expect(differencesOf(recorded({ ...base, cases }), again(other), 0)).toEqual([]);
});

it('a credit that somebody raised is found in the row and in the reasons alike', () => {
  const raised = { criterion: 'unit', what: 'credit', recorded: '1', again: '0.5' };
  expect(differencesOf(recorded(base, 1), again(base), 0)).toEqual([raised]);
  expect(differencesOf(recorded({ ...base, credit: 1 }, 0.5), again(base), 0)).toEqual([raised]);
});

it('a credit within the tolerance counts as equal, one beyond it does not', () => {
  expect(differencesOf(recorded(base, 0.53), again(base), 0.05)).toEqual([]);
  expect(differencesOf(recorded(base, 0.56), again(base), 0.05)).toHaveLength(1);
});

it('cases, endings, tampering and the way of judging are compared one by one', () => {
  const before = { ...base, cases: [one('TestA', 'pass'), one('TestGone', 'pass')], tampering: ['a stray process'] };
  const after = { ...base, cases: [one('TestA', 'fail')], ending: 'timed-out' as const };
  expect(differencesOf(recorded(before), again(after, 'sealed'), 0)).toEqual([
    { criterion: '', what: 'judging', recorded: 'shared', again: 'sealed' },
    { criterion: 'unit', what: 'ending', recorded: 'exited', again: 'timed-out' },
    { criterion: 'unit', what: 'tampering', recorded: 'yes', again: 'no' },
    { criterion: 'unit', what: 'case TestA', recorded: 'pass', again: 'fail' },
    { criterion: 'unit', what: 'case TestGone', recorded: 'pass', again: '-' },
  ]);
});

it('a criterion that only one of them has is a difference', () => {
  const other = { ...again(base), criteria: [] };
  expect(differencesOf(recorded(base), other, 0)).toEqual([
    { criterion: 'unit', what: 'state', recorded: 'judged', again: '-' },
  ]);
});
