import { expect, test } from 'vitest';
import { chaos } from './chaos.ts';
import { machines } from './faults/together.ts';

test('two webs, three workers and two reporters share the work; one of each goes, Redis forgets, webhooks come twice and late, and every commit is graded and reported once', async () => {
  const few = { repositories: 6, alone: 6 };
  const outcomes = await chaos({ faults: [machines], ...few, seed: 1, onProgress: () => undefined });
  expect(outcomes?.map(({ fault, wrong }) => ({ fault, wrong }))).toEqual(
    ['machines', '(left over)'].map((fault) => ({ fault, wrong: [] })),
  );
}, 600_000);
