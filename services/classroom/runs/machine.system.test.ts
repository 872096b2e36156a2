import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { claimRun } from './claim.ts';
import { keepMachine, machinesOf } from './machine.ts';
import { testClassroom } from './testing/classroom.ts';

let database: TestDatabase;
const machine = { worker: 'one/1', cores: 4, load: 0.5, lanes: 2, busy: 1 };

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test('a worker notes where each stage was judged, as long as the run is its own; the web only reads it', async () => {
  const room = await testClassroom(database.owner);
  const id = await room.queue(await room.submission('ada', 'a'.repeat(40)));
  const claim = (await claimRun(database.worker, 'one/1', 60))!;
  await keepMachine(database.worker, claim, { ...machine, busy: 2 });
  await keepMachine(database.worker, claim, machine);
  await keepMachine(database.worker, { ...claim, fence: claim.fence - 1 }, { ...machine, worker: 'dead/1' });
  await execute(database.owner, 'update run set stage = 2');
  await keepMachine(database.worker, claim, { ...machine, worker: 'two/1' });
  expect(await machinesOf(database.web, id)).toEqual([machine, { ...machine, worker: 'two/1' }]);
  await expect(keepMachine(database.web, claim, machine)).rejects.toThrow('permission denied');
});
