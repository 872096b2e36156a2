import { expect, test } from 'vitest';
import { chaos } from './chaos.ts';
import { FAULTS } from './faults.ts';

test('after an emptied Redis, a stopped one and twisted webhooks every commit is graded and reported once', async () => {
  const short = ['redis-flushed', 'redis-stopped', 'webhooks-twisted'];
  const faults = FAULTS.filter(({ name }) => short.includes(name));
  const outcomes = await chaos({ faults, repositories: 6, seed: 1, onProgress: () => undefined });
  expect(outcomes.map(({ fault, wrong }) => ({ fault, wrong }))).toEqual(
    [...short, '(left over)'].map((fault) => ({ fault, wrong: [] })),
  );
}, 240_000);
