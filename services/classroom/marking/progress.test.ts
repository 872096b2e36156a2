import { expect, test } from 'vitest';
import { nextWork, progressOf } from './progress.ts';
import type { Work } from './work.ts';

function work(submissionId: number, dealtTo: string | undefined, unmarked = 5, assignment = 1): Work {
  return {
    ...{ submissionId, dealtTo, unmarked, participant: { id: submissionId, name: 'ada' }, sections: [] },
    ...{ assignment: { id: assignment, slug: `a${assignment}`, title: `A${assignment}` }, at: new Date(0) },
  };
}

const all = [work(1, 'ben'), work(2, 'cleo'), work(3, 'ben', 0), work(4, 'ben', 5, 2), work(5, undefined)];

test("each has done so many of so many, in all and of each assignment; what is nobody's comes last", () => {
  expect(progressOf(all)).toEqual([
    {
      ...{ who: 'ben', done: 1, all: 3 },
      by: new Map([
        [1, { done: 1, all: 2 }],
        [2, { done: 0, all: 1 }],
      ]),
    },
    { who: 'cleo', done: 0, all: 1, by: new Map([[1, { done: 0, all: 1 }]]) },
    { who: undefined, done: 0, all: 1, by: new Map([[1, { done: 0, all: 1 }]]) },
  ]);
});

test("the next one is one's own, after the last one and then from the start; then what is nobody's; nothing of others", () => {
  const next = (login: string, after?: number) => nextWork(all, login, after)?.submissionId;
  expect([next('Ben'), next('ben', 1), next('ben', 4)]).toEqual([1, 4, 1]);
  expect([next('dan'), next('dan', 5)]).toEqual([5, undefined]);
  expect(nextWork([work(1, 'ben')], 'ben', 1)).toBeUndefined();
  expect(nextWork([work(1, 'ben')], 'ben', 99)?.submissionId).toBe(1);
});
