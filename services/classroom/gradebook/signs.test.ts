import { expect, test } from 'vitest';
import { due, gradeOf, type Handed, tenPerDay } from '../rules/testing.ts';
import { SIGNS, signsOf } from './signs.ts';

const nothing = { running: new Set<number>(), flakyRuns: new Set<number>() };
const done: Handed = { id: 1, at: '2026-11-20T10:00:00Z', points: 50 };
const waits: Handed = { id: 2, at: '2026-11-20T11:00:00Z' };
const late: Handed = { id: 3, at: '2026-11-21T10:00:00Z', points: 50 };
const set = (points: number | undefined) => ({
  overrides: [{ assignmentId: 1, points, reason: 'why', setBy: 'prof' }],
});
const trouble: Handed = { ...waits, state: 'trouble' };
const gone: Handed = { ...waits, state: 'unavailable' };
const tooLate = { cutoff: due };

/** One submission with facts that a hand-in of the tests cannot say. */
const judged = (more: { marked?: boolean; unmarked?: number }) => ({
  submissions: [
    {
      ...{ id: 1, assignmentId: 1, sha: 'a', state: 'graded' as const, runId: 10, marked: more.marked ?? false },
      arrivals: [{ at: new Date(done.at), official: true, byTeacher: false }],
      raw: { points: 5, maxPoints: 10, unmarked: more.unmarked ?? 0 },
    },
  ],
});

test.each([
  ['none of what is graded and in time', gradeOf({}, [done]), nothing, []],
  ['none of what is not due', gradeOf({ due: undefined }, []), nothing, []],
  ['missing without a push', gradeOf({}, []), nothing, ['missing']],
  ['another one where what was pushed does not count', gradeOf(tooLate, [late]), nothing, ['uncounted']],
  ['waiting', gradeOf({}, [waits]), nothing, ['waiting']],
  ['waiting beside a grade that may change', gradeOf({}, [done, waits]), nothing, ['waiting']],
  ['running in place of waiting', gradeOf({}, [waits]), { ...nothing, running: new Set([2]) }, ['running']],
  ['running only of what waits', gradeOf({}, [done]), { ...nothing, running: new Set([1]) }, []],
  ['trouble of ours, which is waited for', gradeOf({}, [trouble]), nothing, ['trouble', 'waiting']],
  ['trouble of the newest alone', gradeOf({}, [trouble, { ...late, points: 50 }]), nothing, ['late']],
  ['what cannot be had, which is not waited for', gradeOf({}, [gone]), nothing, ['unavailable', 'uncounted']],
  ['what cannot be had beside a grade', gradeOf({}, [done, gone]), nothing, ['unavailable']],
  ['set by a person', gradeOf({}, [done], set(7)), nothing, ['override']],
  ['set without a push', gradeOf({}, [], set(7)), nothing, ['override']],
  ['excused, and not also set', gradeOf({}, [], set(undefined)), nothing, ['excused']],
  ['late', gradeOf({ late: tenPerDay }, [late]), nothing, ['late']],
  ['late, though it costs nothing', gradeOf({}, [late]), nothing, ['late']],
  ['flaky', gradeOf({}, [done]), { ...nothing, flakyRuns: new Set([10]) }, ['flaky']],
  ['flaky only of what counts', gradeOf({}, [done]), { ...nothing, flakyRuns: new Set([20]) }, []],
  ['still to be marked', gradeOf({}, [], judged({ unmarked: 4 })), nothing, ['unmarked']],
  ['evidence that contradicts itself', gradeOf({}, [], judged({ marked: true })), nothing, ['contradicting']],
] as const)('a grade has the sign: %s', (_, grade, going, signs) => {
  expect(signsOf(grade, going)).toEqual(signs);
});

test('many signs stand in the order of their urgency', () => {
  const facts = { ...judged({ marked: true, unmarked: 4 }), ...set(7) };
  const grade = gradeOf({ due: '2026-11-20T09:00:00.000Z' }, [], facts);
  const signs = signsOf(grade, { running: new Set(), flakyRuns: new Set([10]) });
  expect(signs).toEqual(['contradicting', 'override', 'late', 'flaky', 'unmarked']);
  expect(signs).toEqual(SIGNS.filter((sign) => signs.includes(sign)));
});
