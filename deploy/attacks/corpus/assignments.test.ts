import { expect, it } from 'vitest';
import { ASSIGNMENTS, readAssignments } from './assignments.ts';

it('finds every attacked assignment with a lock that holds, so that its own way is what is tried', async () => {
  const assignments = await readAssignments();
  expect([...assignments.keys()]).toEqual([...ASSIGNMENTS]);
  const sealed = [...assignments].filter(([, { lock }]) => [...lock.sealed.values()].flat().length > 0);
  // Tests of a program start it as another process: there is nothing to seal.
  expect(sealed.map(([name]) => name)).toEqual(ASSIGNMENTS.filter((name) => name !== 'program'));
});
