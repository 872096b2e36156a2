import { propose } from '#services/classroom/proposals/regrade.ts';
import { one, type Queryable } from '#services/platform/database.ts';
import { criterion } from '../classroom.ts';
import { TEACHER } from './people.ts';
import { fileOf } from './results.ts';
import { add } from './rows.ts';

interface Place {
  readonly course: number;
  readonly assignment: number;
  readonly version: number;
  readonly student: number;
  readonly stranger: number;
  readonly submission: number;
  readonly text: string;
}

/** Every decision that people can make, with a text as its reason and its author. */
export async function addDecisions(db: Queryable, place: Place): Promise<void> {
  const { course, assignment: assignment_id, student: participant_id, submission: submission_id, text } = place;
  const extension = { course_id: course, reason: text, granted_by: text, minutes: 60 };
  await add(db, 'extension', { ...extension, assignment_id, participant_id });
  await add(db, 'extension', { ...extension, section: text, revoked_by: text, revoked_at: '2026-11-20' });
  const override = { assignment_id, participant_id: place.stranger, points: 3, reason: text, set_by: text };
  await add(db, 'override', override);
  const revoked = { participant_id, revoked_by: text, revoked_at: '2026-11-20' };
  await add(db, 'override', { ...override, ...revoked });
  await add(db, 'chosen_submission', { submission_id, by_staff: true, chosen_by: text });
  await add(db, 'mark', { submission_id, criterion: `${text} 2`, credit: 0.5, comment: text, marked_by: text });
  await add(db, 'remark', { submission_id, file: 'a.go', line: 1, text, made_by: text });
  await add(db, 'remark', { submission_id, file: fileOf(text), line: 1, text, made_by: text });
  await add(db, 'marking', { assignment_id, participant_id, dealt_to: text, dealt_by: text });
  const request = { submission_id, criterion: text, reason: text, asked_by: TEACHER, dealt_to: text };
  await add(db, 'regrade_request', request);
  const answer = { state: 'declined', answer: text, answered_by: text, answered_at: '2026-11-22' };
  await add(db, 'regrade_request', { ...request, ...answer });
  await add(db, 'audit', {
    ...{ course_id: course, actor: text, action: text, subject: text, before: { x: text }, after: { x: [text] } },
  });
  await addChanges(db, place);
}

/** Other points, and a run that another run was to replace. */
async function addChanges(db: Queryable, { assignment, version, submission, text }: Place): Promise<void> {
  const document = { rubric: [criterion(text, 20, { title: text })] };
  const other = await add(db, 'assignment_version', {
    ...{ assignment_id: assignment, bundle: 'y', judging: 'of one', rules: '2', document },
  });
  const change = { version: other, rules: null };
  const told = { assignmentId: assignment, why: text, madeBy: text };
  await propose(db, { ...told, kind: 'rescore', change, before: { version, rules: null } });
  const firstSql = 'select min(id) as id from run where submission_id = $1';
  const { id: kept_run } = await one<{ id: number }>(db, firstSql, [submission]);
  const again = { submission_id: submission, version_id: version, cause: 'regrade', criterion: text, kept_run };
  const run = await add(db, 'run', again);
  await propose(db, { ...told, kind: 'regrade', change: { runs: [run], criterion: text }, before: {} });
  await add(db, 'proposal', {
    ...{ assignment_id: assignment, kind: 'regrade', change: { runs: [] }, before: {}, why: text, made_by: text },
    ...{ state: 'discarded', decided_by: text, decided_at: '2026-11-22' },
  });
}
