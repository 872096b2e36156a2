import { expect, test } from 'vitest';
import type { Choice } from './facts.ts';
import { due, gradeOf, type Handed, submission, tenPerDay } from './testing.ts';

const friday = (clock: string, points: number, id: number, more: Partial<Handed> = {}): Handed => {
  return { id, at: `2026-11-20T${clock}:00Z`, points, ...more };
};

const three = [friday('10:00', 50, 1), friday('10:05', 90, 2), friday('11:00', 70, 3)];

/** Number, or why it does not count. */
function told(rules: object, handed: readonly Handed[]) {
  return gradeOf(rules, handed).why.attempts.map(({ number, not }) => number ?? not?.reason);
}

test('official hand-ins are numbered in the order of their times, practice is not among them', () => {
  const practice = friday('10:30', 100, 4, { arrival: { official: false } });
  expect(gradeOf({}, [three[2]!, three[0]!, practice, three[1]!]).why.attempts).toMatchObject([
    { submissionId: 1, number: 1 },
    { submissionId: 2, number: 2 },
    { submissionId: 3, number: 3 },
  ]);
});

test('what comes before the opening does not count, and says when it opened', () => {
  const rules = { opens: '2026-11-20T10:02:00.000Z' };
  expect(told(rules, three)).toEqual(['before-opening', 1, 2]);
  expect(gradeOf(rules, three).why.attempts[0]?.not).toEqual({
    reason: 'before-opening',
    words: 'It came before the assignment opened, 20 Nov 2026, 11:02.',
    mend: 'Push a commit once it is open.',
  });
});

test('after the cut-off nothing counts, not even as the best', () => {
  const late = { id: 4, at: '2026-11-20T22:59:01Z', points: 100 };
  const grade = gradeOf({ cutoff: due, counts: 'best' }, [...three, late]);
  expect(grade).toMatchObject({ points: 90, why: { counting: { submissionId: 2 } } });
  expect(grade.why.attempts[3]?.not).toMatchObject({
    reason: 'after-cutoff',
    words: expect.stringContaining('20 Nov 2026, 23:59'),
  });
});

test('beyond the limit attempts do not count', () => {
  expect(told({ attempts: 2 }, three)).toEqual([1, 2, 'too-many']);
  expect(gradeOf({ attempts: 2 }, three)).toMatchObject({ points: 90 });
  expect(gradeOf({ attempts: 1 }, three).why.attempts[1]?.not?.words).toBe('One attempt counts, and no more are left.');
});

test('within the cool-down of an attempt that counts nothing counts, and it is said from when on it does', () => {
  expect(told({ cooldownMs: 900_000 }, three)).toEqual([1, 'too-soon', 2]);
  expect(gradeOf({ cooldownMs: 900_000 }, three).why.attempts[1]?.not).toMatchObject({
    words: 'It came less than 15 min after the attempt before.',
    mend: 'What you push from 20 Nov 2026, 11:15 on counts.',
  });
});

test('an attempt that does not count begins no cool-down', () => {
  const handed = [friday('10:00', 1, 1), friday('10:10', 2, 2), friday('10:20', 3, 3)];
  expect(told({ cooldownMs: 900_000 }, handed)).toEqual([1, 'too-soon', 2]);
});

test('trouble of ours costs no attempt, begins no cool-down, and is not missing', () => {
  const trouble: Handed = { id: 1, at: '2026-11-20T10:00:00Z', state: 'trouble' };
  const rules = { attempts: 1, cooldownMs: 3_600_000, late: tenPerDay };
  expect(told(rules, [trouble, three[1]!])).toEqual(['our-trouble', 1]);
  expect(gradeOf(rules, [trouble])).toMatchObject({ state: 'waiting', points: undefined });
});

test('a commit that cannot be had is no attempt, says why, and is missing once it is due; an earlier result stands', () => {
  const gone: Handed = { id: 9, at: '2026-11-20T12:00:00Z', state: 'unavailable' };
  expect(told({ attempts: 1, cooldownMs: 3_600_000 }, [gone, { ...three[1]!, at: '2026-11-20T12:05:00Z' }])).toEqual([
    'unavailable',
    1,
  ]);
  expect(gradeOf({}, [gone])).toMatchObject({ state: 'missing', why: { waiting: 0 } });
  expect(gradeOf({}, [gone], { when: new Date('2026-11-20T13:00:00Z') })).toMatchObject({ state: 'open' });
  expect(gradeOf({}, [...three, gone])).toMatchObject({ state: 'graded', points: 70 });
  const unavailable = 'The commit is bigger than 1 MiB.';
  const facts = [{ ...submission(gone), unavailable }];
  expect(gradeOf({}, [], { submissions: facts }).why.attempts[0]?.not).toEqual({
    reason: 'unavailable',
    words: 'It cannot be judged, and is no attempt. The commit is bigger than 1 MiB.',
    mend: 'Push again: a commit that can be had is judged as any other.',
  });
});

test('what a teacher hands in is held up by no limit, and takes nothing of what the student has left', () => {
  const byTeacher = friday('10:01', 40, 5, { arrival: { byTeacher: true } });
  expect(told({ attempts: 2, cooldownMs: 120_000 }, [three[0]!, byTeacher, three[1]!])).toEqual([1, 2, 3]);
  const later = { id: 6, at: '2026-11-21T10:00:00Z', points: 40, arrival: { byTeacher: true } };
  expect(gradeOf({ cutoff: due, late: tenPerDay }, [three[0]!, later])).toMatchObject({ points: 36 });
});

test('the last that has a result counts; a later one without is waited for', () => {
  const waiting: Handed = { id: 4, at: '2026-11-20T12:00:00Z' };
  expect(gradeOf({}, [...three, waiting])).toMatchObject({ points: 70, why: { waiting: 1, counting: { by: 'last' } } });
  expect(gradeOf({}, [waiting])).toMatchObject({ state: 'waiting', points: undefined });
});

test('a branch that is set back to an earlier commit makes it the last again, in time as it was', () => {
  const again = friday('10:00', 50, 1, { again: '2026-11-20T23:30:00Z' });
  expect(gradeOf({ late: tenPerDay }, [again, three[1]!])).toMatchObject({
    points: 50,
    why: { counting: { daysLate: 0 } },
  });
  expect(gradeOf({ cutoff: due }, [again, three[1]!])).toMatchObject({ points: 90 });
  expect(told({ attempts: 2 }, [again, three[1]!])).toEqual([1, 2]);
});

const late = { id: 4, at: '2026-11-22T12:00:00Z', points: 100 };
const later = { id: 5, at: '2026-11-25T12:00:00Z', points: 100 };

test('the last counts though it is late; the best is the best after what lateness costs', () => {
  const best = (handed: readonly Handed[]) => gradeOf({ late: tenPerDay, counts: 'best' }, handed);
  expect(gradeOf({ late: tenPerDay }, [...three, late])).toMatchObject({
    points: 80,
    why: { counting: { submissionId: 4 } },
  });
  expect(best([...three, late])).toMatchObject({ points: 90, why: { counting: { submissionId: 2 } } });
  expect(best([three[0]!, late])).toMatchObject({ points: 80, why: { counting: { submissionId: 4, by: 'best' } } });
  expect(best([three[0]!, later])).toMatchObject({ points: 50, why: { counting: { submissionId: 1 } } });
});

test('of equal points the one counts that costs no slip day', () => {
  const rules = { late: { ...tenPerDay, slipDays: 3, slipDaysEach: 3 }, counts: 'best' } as const;
  const grade = gradeOf(rules, [friday('10:00', 100, 1), late]);
  expect(grade.why.counting).toMatchObject({ submissionId: 1, slipDays: 0 });
});

const choice = (submissionId: number, byStaff: boolean): Choice => {
  return { assignmentId: 1, submissionId, byStaff, chosenBy: byStaff ? 'prof' : 'ada' };
};

test("a student's choice counts where the rules say so, and only among what counts", () => {
  const choices = [choice(1, false)];
  expect(gradeOf({ counts: 'chosen' }, three, { choices })).toMatchObject({
    points: 50,
    why: { counting: { by: 'chosen' } },
  });
  expect(gradeOf({ counts: 'last' }, three, { choices })).toMatchObject({ points: 70 });
  const tooLate = { id: 8, at: '2026-11-21T10:00:00Z', points: 100 };
  expect(
    gradeOf({ counts: 'chosen', cutoff: due }, [...three, tooLate], { choices: [choice(8, false)] }),
  ).toMatchObject({
    points: 70,
    why: { counting: { by: 'last' } },
  });
});

test("staff's choice wins anywhere: over the rule, the student, the cut-off, and of a practice push", () => {
  const practice = friday('09:00', 95, 9, { arrival: { official: false } });
  const choices = [choice(1, false), choice(9, true)];
  const grade = gradeOf({ counts: 'chosen' }, [...three, practice], { choices });
  expect(grade).toMatchObject({ points: 95, why: { counting: { by: 'staff', chosenBy: 'prof' } } });
  expect(grade.why.attempts.at(-1)).toMatchObject({ submissionId: 9, number: undefined, not: undefined });
  expect(gradeOf({ cutoff: due, late: tenPerDay }, [...three, later], { choices: [choice(5, true)] })).toMatchObject({
    points: 50,
  });
});
