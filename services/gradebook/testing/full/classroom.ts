import type { Criterion } from '#services/classroom/assignment/document.ts';
import { noRules } from '#services/classroom/rules/document.ts';
import { execute, one, type Queryable } from '#services/platform/database.ts';
import { json } from '#services/platform/storable.ts';
import { criterion } from '../classroom.ts';
import { addDecisions } from './decisions.ts';
import { addPeople, TEACHER } from './people.ts';
import { fullJudgement, fullRun } from './results.ts';
import { add } from './rows.ts';

/** Numbers of what is in it. */
export interface FullClassroom {
  readonly student: number;
  /** The latest of two submissions of the student, and the one before it. */
  readonly submission: number;
  readonly before: number;
  /** Of the latest one. */
  readonly sha: string;
  readonly run: number;
}

/**
 * A course in which there is something of everything, and everything that somebody can call or write is called by this
 * text. `tree`: of the files of each submission.
 */
export async function addClassroom(db: Queryable, text: string, tree: string): Promise<FullClassroom> {
  const course = await addCourse(db, text);
  const people = await addPeople(db, course, text);
  const solo = await addAssignment(db, { course, slug: 'one', groups: false, text });
  const team = await addAssignment(db, { course, slug: 'team', groups: true, text });
  const hand = (participant: number, repository: number, more: object = {}, run: object = {}) =>
    handIn(db, { course, ...solo, participant, repository, tree, text, more, run });
  const before = await hand(people.student, 1);
  const submission = await hand(people.student, 1);
  await hand(people.stranger, 2, {}, { state: 'errored', error: text, error_detail: text });
  await hand(people.stranger, 2, { unavailable: text }, { state: 'unavailable', error: text });
  await hand(people.stranger, 2, {}, { state: 'running', phase: 'running', criteria: [text] });
  await add(db, 'repository', { ...repository(3, text), course_id: course });
  for (const repository_id of [1, 3])
    await add(db, 'hand_in', {
      ...{ ...arrival(repository_id, 'f'.repeat(40), text), official: false, ignored: text, mend: text },
    });
  await addDecisions(db, { course, text, ...solo, ...people, submission });
  await add(db, 'setting', { key: 'admins', value: JSON.stringify([TEACHER]) });
  await add(db, 'creation', { kind: 'team', name: text, participant_id: people.group });
  for (const [assignment_id, participant_id] of [
    [solo.assignment, people.stranger],
    [team.assignment, people.group],
  ])
    await add(db, 'acceptance', { assignment_id, participant_id, error: text, leavers: [text] });
  const { run } = await one<{ run: number }>(db, 'select min(id) as run from run where submission_id = $1', [
    submission,
  ]);
  return { student: people.student, submission, before, sha: shaOf(submission), run };
}

const shaOf = (n: number) => n.toString(16).padStart(40, '0');

async function addCourse(db: Queryable, text: string): Promise<number> {
  const document = {
    ...{ slug: 'go', title: text, term: text, timeZone: 'Europe/Berlin', organisations: [text], naming: [text] },
    ...{ classrooms: [], repositories: {}, staff: [], assignments: [{ folder: 'team', groups: true, groupSize: 3 }] },
  };
  const row = {
    slug: 'go',
    title: text,
    time_zone: 'Europe/Berlin',
    organisations: [text],
    document,
    repository: text,
  };
  return add(db, 'course', row);
}

interface Named {
  readonly course: number;
  readonly slug: string;
  readonly groups: boolean;
  readonly text: string;
}

async function addAssignment(db: Queryable, { course, slug, groups, text }: Named) {
  const rules = {
    ...noRules,
    due: '2026-11-20T22:00:00Z',
    late: { perDay: 0.1, cap: 0.5, slipDays: 3, slipDaysEach: 0 },
  };
  const row = { course_id: course, slug, title: text, position: 0, folder: slug, groups, rules };
  const assignment = await add(db, 'assignment', row);
  const rubric: Criterion[] = [
    criterion(text, 10, { title: text, drop: { dropped: text } }),
    criterion(`${text} 2`, 5, { title: text, check: 'manual', state: 'manual', options: { guide: text } }),
  ];
  const document = { slug, title: text, summary: text, topics: [text], rubric };
  const version = await add(db, 'assignment_version', {
    ...{ assignment_id: assignment, bundle: 'x', judging: `of ${slug}`, rules: '1', document },
  });
  await execute(db, 'update assignment set current_version = $2 where id = $1', [assignment, version]);
  return { assignment, version };
}

function repository(id: number, text: string) {
  const named = { id, owner: text, name: text, default_branch: text };
  return { ...named, match: 'unmatched', match_reason: text };
}

function arrival(repository_id: number, sha: string, text: string) {
  const place = { repository_id, cause: 'push', branch: text, tag: text, sha };
  return { ...place, sender_login: text, received_at: '2026-11-21T12:00:00Z', official: true };
}

interface HandIn {
  readonly course: number;
  readonly assignment: number;
  readonly version: number;
  readonly participant: number;
  readonly repository: number;
  readonly tree: string;
  readonly text: string;
  readonly more: object;
  readonly run: object;
}

async function handIn(db: Queryable, hand: HandIn): Promise<number> {
  const { text, repository: id, participant: participant_id, assignment: assignment_id } = hand;
  const pull = { repository_id: id, number: 1, head_branch: text, head_sha: 'x', base_branch: text };
  const known = `insert into repository (id, owner, name, default_branch, match, match_reason, course_id, assignment_id, participant_id)
    values ($1, $2, $2, $2, 'mapped', $2, $3, $4, $5) on conflict do nothing`;
  if (await execute(db, known, [id, text, hand.course, assignment_id, participant_id]))
    await add(db, 'pull_request', { ...pull, open: true, feedback: true });
  const place = { assignment_id, repository_id: id, participant_id };
  const submission = await add(db, 'submission', { ...place, sha: 'e'.repeat(40), tree: hand.tree, ...hand.more });
  await execute(db, 'update submission set sha = $2 where id = $1', [submission, shaOf(submission)]);
  await add(db, 'hand_in', { ...arrival(id, shaOf(submission), text), submission_id: submission });
  const run = await add(db, 'run', {
    ...{ submission_id: submission, version_id: hand.version, state: 'done', ...fullRun(text), ...hand.run },
    started_at: '2026-11-21T12:00:01Z',
    ...('state' in hand.run ? {} : { finished_at: '2026-11-21T12:00:09Z' }),
  });
  if ('state' in hand.run) return submission;
  const result = { name: text, position: 0, check_name: text, state: 'judged', credit: 0.5 };
  await add(db, 'criterion_result', { run_id: run, ...result, judgement: json(fullJudgement(text)) });
  await add(db, 'run_choice', { submission_id: submission, run_id: run, reason: text });
  const report = { kind: 'check-run', subject: `run:${run}`, repository_id: id };
  await add(db, 'outbox', { ...report, last_error: text, gave_up: text });
  return submission;
}
