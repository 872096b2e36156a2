import { expect, test } from 'vitest';
import { chaos } from './chaos.ts';
import { machines } from './faults/together.ts';

test('two webs and three workers share the work; one of each goes, Redis forgets, webhooks come twice and late, and every commit is graded and reported once', async () => {
  const outcomes = await chaos({ faults: [machines], repositories: 6, seed: 1, onProgress: () => undefined });
  expect(outcomes?.map(({ fault, wrong }) => ({ fault, wrong }))).toEqual(
    ['machines', '(left over)'].map((fault) => ({ fault, wrong: [] })),
  );
}, 240_000);
