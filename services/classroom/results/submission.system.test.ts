import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, type Queryable } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { claimRun } from '../runs/claim.ts';
import { completeRun } from '../runs/complete.ts';
import { type TestClassroom, testClassroom } from '../runs/testing/classroom.ts';
import { findStudentSheet, type StudentAssignment } from './student.ts';
import { findSubmission } from './submission.ts';

let database: TestDatabase;
let room: TestClassroom;
beforeAll(async () => {
  database = await testDatabase();
  room = await testClassroom(database.owner);
  await execute(database.owner, `update assignment_version set document = '{"rubric": []}'`);
});
afterAll(() => database?.close());

/** Something happens after the `nth` question to it. */
function interrupted(nth: number, meanwhile: () => Promise<unknown>): Queryable {
  let asked = 0;
  const query = async (text: string, values: unknown[]) => {
    const answer = await database.web.query(text, values);
    if (++asked === nth) await meanwhile();
    return answer;
  };
  return { query } as unknown as Queryable;
}

/** A run ends, and GitHub is told. */
async function ends(): Promise<void> {
  const nothing = { criteria: [], findings: [], tampering: [], versions: {}, timings: {} };
  await completeRun(database.worker, (await claimRun(database.worker, 'one', 60))!, {
    ...{ ...nothing, mode: 'shared', seed: 's' },
  });
  await execute(database.owner, 'update outbox set sent = wanted');
}

test.each([1, 2, 3, 4, 5, 6, 7])(
  'what is said to be done is there, also of a run that ended behind question %i',
  async (nth) => {
    const id = await room.submission(`student-${nth}`, 'a');
    await room.queue(id);
    const { state, runs, run } = (await findSubmission(interrupted(nth, ends), id))!;
    const seen = [state.state, runs[0]?.state, runs[0]?.counts, run?.state];
    expect(seen).toEqual(state.state === 'done' ? ['done', 'done', true, 'done'] : ['queued', ...seen.slice(1)]);
  },
);

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])(
  'a sheet without anything under way has the grade, also when the run ended behind question %i',
  async (nth) => {
    await room.queue(await room.submission(`sheet-${nth}`, 'b'));
    const { participantId } = await room.student(`sheet-${nth}`);
    const sheet = (await findStudentSheet(interrupted(nth, ends), participantId))!;
    const [{ grade, underWay }] = sheet.assignments as [StudentAssignment];
    expect(underWay?.state.state ?? grade.state).toBe(underWay ? 'queued' : 'graded');
  },
);
