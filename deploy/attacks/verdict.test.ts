import { expect, it } from 'vitest';
import { CONTROLS, parseCase } from './corpus/read.ts';
import { problemsOf, verdictOn } from './verdict.ts';
import { NOTHING, type Outcome } from './ways/outcome.ts';

const head = (more = '', kind = '01-results') => parseCase('x/f99.txtar', kind, `tries: x\n${more}`);
const outcome = (more: Partial<Outcome>): Outcome => ({ ...NOTHING, max: 100, ...more });

it('holds when nothing was earned, seen or reached', () => {
  expect(problemsOf(head(), outcome({}))).toEqual([]);
});

it.each<[string, string, Partial<Outcome>, RegExp]>([
  ['points that are not deserved', '', { points: 1 }, /1 points, at most 0/],
  ['points taken from a right solution', 'most: 100\nleast: 100', { points: 99 }, /at least 100/],
  ['a canary', '', { canaries: ['qz9x'] }, /sees qz9x/],
  ['live markup', '', { lively: ['comment: mentions @a'] }, /mentions/],
  ['a bomb that went off', '', { wentOff: true }, /reached/],
  ['trouble of ours', '', { trouble: 'no Docker' }, /no Docker/],
  ['too long a time', 'seconds: 5', { seconds: 6 }, /at most 5 s/],
  ['another ending', 'expect: {ending: timed-out}', { endings: ['signalled'] }, /not timed-out/],
  ['a finding that is missing', 'expect: {finding: policy-cgo}', {}, /none policy-cgo/],
  ['tampering that nobody noticed', 'expect: {tampering: true}', {}, /nobody notices/],
  ['tampering that is to be noticed in each way', 'expect: {tampering: always}', {}, /nobody notices/],
  ['words that are missing', 'expect: {says: memory}', { says: 'time' }, /does not say/],
  ['a path that was taken', 'expect: {refused: [a]}', { refused: [] }, /a was not refused/],
  ['a commit that was taken', 'expect: {unavailable: more than}', {}, /was taken/],
  ['another answer', 'expect: {status: 401}', { statuses: [202] }, /not 401/],
  ['runs that nobody asked for', 'expect: {runs: 0}', { runs: 1 }, /1 runs/],
])('names %s', (_what, words, came, problem) => {
  expect(problemsOf(head(words), outcome(came), true).join()).toMatch(problem);
});

it('wants full marks and no mark for a control', () => {
  expect(problemsOf(head('', CONTROLS), outcome({ points: 100 }))).toEqual([]);
  expect(problemsOf(head('', CONTROLS), outcome({ points: 95, tampering: ['x'] }))).toHaveLength(2);
});

it('excuses an open case nothing but what its head names', () => {
  const came = outcome({ points: 50, canaries: ['qz9x'], wentOff: true, trouble: 'no Docker', seconds: 99 });
  const rest = ['trouble of ours: no Docker', 'it reached what it must not reach', '99 s, at most 60 s'];
  expect(verdictOn(head('open: nobody can'), came, false)).toEqual({
    problems: ['a student sees qz9x', ...rest],
    open: 'nobody can',
  });
  const both = head('openShared: {why: linked, excuses: [points, canaries]}');
  expect(verdictOn(both, came, true)).toEqual({ problems: rest, open: 'linked' });
  expect(verdictOn(both, came, false).problems).toHaveLength(5);
  expect(verdictOn(both, outcome({}), true)).toEqual({ problems: [] });
});
