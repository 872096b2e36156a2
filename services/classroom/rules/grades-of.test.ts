import { expect, test } from 'vitest';
import { gradesOf } from './grades-of.ts';
import { assignment, course, due, gradeOf, now, participant, tenPerDay } from './testing.ts';

const slip = { ...tenPerDay, slipDays: 3, slipDaysEach: 3 };
const week = (n: number) => `2026-11-${6 + 7 * n}T22:59:00.000Z`;

/** Labs 1 to 3, due week after week, listed the other way round. */
const labs = [3, 2, 1].map((n) => assignment(n, { due: week(n), late: slip }));

const lateBy = (n: number, days: number, points = 100) => {
  const at = new Date(Date.parse(week(n)) + days * 86_400_000 - 3_600_000).toISOString();
  return { id: n, assignmentId: n, at, points };
};

test('slip days are spent in the order of due dates, over all assignments of the course', () => {
  const [grades] = gradesOf(course(labs), [participant(7, [lateBy(3, 2), lateBy(1, 1), lateBy(2, 1)])], now);
  expect(grades?.grades.map(({ why, points }) => [why.counting?.slipDays, points])).toEqual([
    [1, 90],
    [1, 100],
    [1, 100],
  ]);
  expect(grades?.slipDays).toEqual({ spent: 3, left: 0 });
});

test('no slip day is spent where there is nothing to win, or where a person has set the grade', () => {
  const override = { assignmentId: 2, points: 77, reason: 'oral exam', setBy: 'prof' };
  const handed = [lateBy(1, 1, 0), lateBy(2, 1), lateBy(3, 1)];
  const [grades] = gradesOf(course(labs), [participant(7, handed, { overrides: [override] })], now);
  expect(grades?.grades.map(({ why, points }) => [why.counting?.slipDays, points])).toEqual([
    [1, 100],
    [0, 77],
    [0, 0],
  ]);
  expect(grades?.slipDays).toEqual({ spent: 1, left: 2 });
});

test('of one assignment, no more slip days are spent than it allows', () => {
  const lab = assignment(1, { due: week(1), late: { ...slip, slipDaysEach: 1 } });
  const [grades] = gradesOf(course([lab]), [participant(7, [lateBy(1, 3)])], now);
  expect(grades?.grades[0]).toMatchObject({ points: 80, why: { counting: { slipDays: 1, daysLate: 3 } } });
});

test('what a person set stands, and how it was computed can still be seen', () => {
  const overrides = [{ assignmentId: 1, points: 55, reason: 'copied', setBy: 'prof' }];
  const grade = gradeOf({}, [{ id: 1, at: due, points: 80 }], { overrides });
  expect(grade).toMatchObject({
    state: 'graded',
    points: 55,
    why: { counting: { points: 80 }, override: { reason: 'copied' } },
  });
});

test('missing is what was not handed in until it was late; before, it is open; excused is neither', () => {
  const at = (when: string) => gradeOf({ graceMs: 60_000 }, [], { when: new Date(when) }).state;
  expect([at('2026-11-20T23:00:00Z'), at('2026-11-20T23:00:01Z')]).toEqual(['open', 'missing']);
  expect(gradeOf({ due: undefined }, []).state).toBe('open');
  const overrides = [{ assignmentId: 1, points: undefined, reason: 'ill', setBy: 'prof' }];
  expect(gradeOf({}, [], { overrides })).toMatchObject({ state: 'excused', points: undefined });
});

test('the total goes by weights: missing is nothing, excused is outside, open only if nothing more comes', () => {
  const all = [
    assignment(1, { weight: 1 }),
    assignment(2, { weight: 3 }),
    assignment(3, { weight: 5 }),
    assignment(4, { due: '2028-01-01T00:00:00.000Z', weight: 2 }),
    assignment(5, { weight: 0 }),
  ];
  const overrides = [{ assignmentId: 3, points: undefined, reason: 'ill', setBy: 'prof' }];
  const handed = [
    { id: 1, assignmentId: 1, at: due, points: 80 },
    { id: 5, assignmentId: 5, at: due, points: 100 },
  ];
  const [grades] = gradesOf(course(all), [participant(7, handed, { overrides })], now);
  expect(grades?.total).toEqual({ soFar: 20, ifNothingMore: 13.33 });
  expect(gradesOf(course([]), [participant(7, [])], now)[0]?.total).toEqual({
    soFar: undefined,
    ifNothingMore: undefined,
  });
});

test('a commit that cannot be had is in the total as nothing; one that failed on our side is outside', () => {
  const total = (state: 'trouble' | 'unavailable') => {
    const handed = [
      { id: 1, assignmentId: 1, at: due, points: 100 },
      { id: 2, assignmentId: 2, at: due, state },
    ];
    return gradesOf(course([assignment(1), assignment(2)]), [participant(7, handed)], now)[0]?.total.soFar;
  };
  expect([total('trouble'), total('unavailable')]).toEqual([100, 50]);
});

const team = { kind: 'group', members: [7, 8], sections: ['A'] } as const;

test('what a group handed in is the grade of each member, and what was set for one of them is only for that one', () => {
  const overrides = [{ assignmentId: 1, points: 20, reason: 'did nothing', setBy: 'prof' }];
  const people = [
    participant(7, [], { groups: [9] }),
    participant(8, [], { groups: [9], overrides }),
    participant(9, [{ id: 1, at: due, points: 80 }], team),
    participant(10, []),
  ];
  const all = gradesOf(course([assignment(1)]), people, now).map(({ grades: [grade], total }) => [
    grade?.points,
    grade?.ownerId,
    total.soFar,
  ]);
  expect(all).toEqual([
    [80, 9, 80],
    [20, 9, 20],
    [80, 9, 80],
    [undefined, 10, 0],
  ]);
});

test('before the group has handed in anything its dates are those of its members, where the assignment is for groups', () => {
  const extension = { id: 1, participantId: 8, minutes: 60, reason: 'ill' };
  const people = [participant(7, [], { groups: [9] }), participant(9, [], { ...team, members: [7, 8] })];
  const due1 = (groups: boolean | undefined) =>
    gradesOf(
      course([assignment(1, {}, { groups })], [extension]),
      people,
      now,
    )[0]?.grades[0]?.why.deadline.due?.toISOString();
  expect([due1(true), due1(undefined)]).toEqual(['2026-11-20T23:59:00.000Z', due]);
});

test('the same facts give the same grades, and are left as they were', () => {
  const facts = [participant(7, [lateBy(3, 2), lateBy(1, 1), lateBy(2, 4)])];
  const before = structuredClone({ labs, facts });
  const first = gradesOf(course(labs), facts, now);
  expect(gradesOf(course(labs), facts, now)).toEqual(first);
  expect({ labs, facts }).toEqual(before);
});
