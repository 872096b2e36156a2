import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { reportOpenedDetails } from '#services/classroom/proposals/details-opened.ts';
import { type ClaimedRun, claimRun } from '#services/classroom/runs/claim.ts';
import { completeRun } from '#services/classroom/runs/complete.ts';
import type { Evidence } from '#services/classroom/runs/evidence.ts';
import { failRun, unavailableRun } from '#services/classroom/runs/fail.ts';
import { queueRun } from '#services/classroom/runs/queue.ts';
import { retryGivenUp } from '#services/classroom/runs/retry.ts';
import { transaction } from '#services/platform/database.ts';
import { type HubClassroom, hubClassroom } from '#services/reconciling/testing/classroom.ts';
import { type ReporterDeps, sendDue } from './reporter.ts';

const nothing = { criteria: [], findings: [], tampering: [], versions: {}, timings: {} };
const finding = { rule: 'vet', level: 'warning', file: 'a.go', line: 1, message: 'look' } as const;
const evidence: Evidence = { ...nothing, mode: 'shared', seed: 's', findings: [finding] };
let room: HubClassroom;
let deps: ReporterDeps;

beforeAll(async () => {
  room = await hubClassroom();
  const quiet = async () => undefined;
  deps = {
    ...{ database: room.database.worker, github: room.hub, publicUrl: 'https://pushmark.example' },
    ...{
      log: room.log,
      name: 'one',
      bell: { ring: quiet, reachable: async () => true, listen: async () => ({ close: quiet }), close: quiet },
    },
  };
  await room.student('ada');
  await room.student('bob');
  await room.student('cleo', { feedbackPullRequest: false });
});
beforeEach(async () => {
  room.github.limits.contentPerMinute = 80;
  room.lines.length = 0;
  await room.sql('update github_budget set paused_until = null');
});
afterAll(async () => {
  expect(room?.github.invalid).toEqual([]);
  await room?.close();
});

/** Pushes, and grades what waits. */
async function graded(login: string): Promise<string> {
  const sha = await room.push(login);
  const run = await claimRun(room.database.worker, 'one', 60);
  await completeRun(room.database.worker, run!, evidence);
  return sha;
}

const checkRuns = (login: string, sha: string) => room.github.checkRuns(`lab-${login}`, sha);
const comments = (login: string) => room.github.comments(`lab-${login}`, 1);

test('a result is told once by a check run and a comment, and the time is kept in which GitHub had it', async () => {
  const sha = await graded('ada');
  await sendDue(deps);
  expect(checkRuns('ada', sha)).toMatchObject([{ status: 'completed' }]);
  expect(comments('ada')).toHaveLength(1);
  const told = () => room.rows('select told_at from check_run where sha = $1', [sha]);
  const [first] = await told();
  expect(first?.told_at).toBeInstanceOf(Date);
  await room.sql(`update outbox set wanted = wanted + 1`);
  await room.sql(`update check_run set digest = ''`);
  await sendDue(deps);
  expect(await told()).toEqual([first]);
  expect(checkRuns('ada', sha)).toHaveLength(1);
});

test("beyond GitHub's limit on comments nothing more is asked, not even a check run, until the pause is over", async () => {
  room.github.limits.contentPerMinute = comments('ada').length;
  const edited = await graded('ada');
  const sha = await graded('bob');
  await sendDue(deps);
  expect([checkRuns('ada', edited).length, checkRuns('bob', sha).length]).toEqual([1, 1]);
  expect(comments('bob')).toHaveLength(0);
  const late = await graded('bob');
  const requests = room.github.requests.length;
  await sendDue(deps);
  expect(room.github.requests.length).toBe(requests);
  expect(await room.rows('select paused_why from github_budget where paused_until > now()')).toMatchObject([
    { paused_why: expect.stringContaining('secondary rate limit') },
  ]);
  room.github.limits.contentPerMinute = 80;
  await room.sql('update github_budget set paused_until = now()');
  await room.sql('update outbox set not_before = now()');
  await sendDue(deps);
  expect(checkRuns('bob', late)).toHaveLength(1);
  expect(comments('bob')).toHaveLength(1);
});

test.each([
  [
    'was errored',
    (run) => failRun(room.database.worker, run, { message: 'Docker was away.', detail: '', lasting: true }),
  ],
  ['had no files', (run) => unavailableRun(room.database.worker, run, { unavailable: 'It is gone.', forGood: false })],
] satisfies [string, (run: ClaimedRun) => Promise<unknown>][])(
  'a run that %s tells its result in the same check run once it is graded, with its annotations',
  async (_, giveUp) => {
    const sha = await room.push('ada');
    const run = (await claimRun(room.database.worker, 'one', 60))!;
    await giveUp(run);
    await sendDue(deps);
    expect(checkRuns('ada', sha)).toMatchObject([{ status: 'completed', conclusion: 'neutral', annotations: [] }]);
    expect(await room.rows('select told_at from check_run where sha = $1', [sha])).toEqual([{ told_at: null }]);
    await retryGivenUp(room.database.web, {}, { login: 'command line' });
    await retry();
    expect(checkRuns('ada', sha)).toMatchObject([{ status: 'queued' }]);
    await completeRun(room.database.worker, (await claimRun(room.database.worker, 'one', 60))!, evidence);
    await sendDue(deps);
    expect(checkRuns('ada', sha)).toMatchObject([{ conclusion: 'failure', annotations: [{ path: 'a.go' }] }]);
  },
);

test('a report whose lease ran out while it was sent is told again, and not twice', async () => {
  const sha = await graded('cleo');
  const { hook } = room.hub.installation(room.github.installationId);
  const runOut = async () => void (await room.sql(`update outbox set lease_until = now() - interval '1 second'`));
  hook.before('request', runOut);
  await sendDue(deps);
  hook.remove('request', runOut);
  expect(room.lines.filter(({ report }) => report).map(({ msg }) => msg)).toEqual([
    ...['a report took longer than its lease: it is told again', 'reported'],
  ]);
  expect(checkRuns('cleo', sha)).toHaveLength(1);
  expect(await room.rows('select from outbox where sent < wanted')).toEqual([]);
});

test('every line about a report names run, repository and delivery, whatever became of it', async () => {
  const sha = await graded('ada');
  room.github.failAnswers({ operation: 'checks/create', kind: 'server-error' });
  await sendDue(deps);
  await room.sql('update outbox set not_before = now()');
  await sendDue(deps);
  const [run] = await room.rows(
    `select r.id, h.delivery_guid from run r join submission s on s.id = r.submission_id
     join hand_in h on h.submission_id = s.id where s.sha = $1 order by h.id limit 1`,
    [sha],
  );
  const lines = room.lines.filter(({ report }) => report !== undefined);
  expect(new Set(lines.map(({ msg }) => msg))).toEqual(new Set(['reported', 'report not taken']));
  expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['check-run', 'comment']));
  for (const line of lines) {
    expect(line).toMatchObject({ run: run?.id, repository: 'school/lab-ada', delivery: run?.delivery_guid });
  }
});

test('a write that GitHub does not answer holds up no other repository, and is tried again once the line is cut', async () => {
  room.github.failAnswers({ operation: 'checks/create', kind: 'hang' });
  const silent = await graded('ada');
  const sha = await graded('bob');
  const from = room.github.requests.length;
  const hangs = () => room.github.requests.slice(from).filter(({ status }) => status === null);
  const first = sendDue(deps);
  await vi.waitFor(() => expect(hangs()).toMatchObject([{ operation: 'checks/create' }]), 60_000);
  await sendDue(deps);
  expect(checkRuns('bob', sha)).toMatchObject([{ status: 'completed' }]);
  expect(checkRuns('ada', silent)).toEqual([]);
  room.github.hangUp();
  await first;
  expect(await room.rows('select * from github_budget where paused_until > now()')).toEqual([]);
  await room.sql('update outbox set not_before = now()');
  await sendDue(deps);
  expect(checkRuns('ada', silent)).toMatchObject([{ status: 'completed' }]);
});

const runOf = async (sha: string) => {
  const [run] = await room.rows(
    `select r.id, r.submission_id, r.version_id from run r join submission s on s.id = r.submission_id
     where s.sha = $1 order by r.id limit 1`,
    [sha],
  );
  return run as { id: number; submission_id: number; version_id: number };
};

test('what GitHub has of us though its answer was lost is found again, on whichever page of newer things it stands', async () => {
  const { hook } = room.hub.installation(room.github.installationId);
  const oneAPage = (options: object) => void ('per_page' in options && Object.assign(options, { per_page: 1 }));
  hook.before('request', oneAPage);
  await room.student('gil');
  room.github.commentAs({ repository: 'lab-gil', pull: 1, user: 'gil', body: 'Hello' });
  const sha = await graded('gil');
  const first = await runOf(sha);
  for (const operation of ['checks/create', 'issues/create-comment'] as const) {
    room.github.failAnswers({ operation, kind: 'done-but-502' });
  }
  await sendDue(deps);
  const again = { submissionId: first.submission_id, versionId: first.version_id, cause: 'rerequest' } as const;
  const second = await transaction(room.database.web, (tx) => queueRun(tx, again));
  await completeRun(room.database.worker, (await claimRun(room.database.worker, 'one', 60))!, evidence);
  await sendDue(deps);
  await retry();
  hook.remove('request', oneAPage);
  expect(checkRuns('gil', sha).map(({ externalId }) => externalId)).toEqual([`run:${first.id}`, `run:${second.id}`]);
  expect(comments('gil')).toHaveLength(2);
});

test('a comment that somebody deleted, and whose remaking GitHub did not acknowledge, is found and not made again', async () => {
  const ours = comments('gil').at(-1)!;
  room.github.failWebhooks({ event: 'issue_comment', kind: 'lost' });
  room.github.deleteCommentAs({ repository: 'lab-gil', comment: ours.id, user: 'gil' });
  await room.github.webhooksSettled();
  await graded('gil');
  room.github.failAnswers({ operation: 'issues/create-comment', kind: 'done-but-502' });
  await sendDue(deps);
  await retry();
  expect(comments('gil')).toHaveLength(2);
  expect(await room.rows('select from outbox where sent < wanted')).toEqual([]);
});

const retry = async () => {
  await room.sql('update outbox set not_before = now()');
  await sendDue(deps);
};

describe('annotations that GitHub took, though its answer was lost, are not sent twice', () => {
  const wrong = (lines: number): Evidence => {
    return { ...evidence, findings: Array.from({ length: lines }, (_, at) => ({ ...finding, line: at + 1 })) };
  };
  const annotated = (sha: string) => checkRuns('cleo', sha)[0]?.annotations.map((each) => each.start_line);
  const upTo = (lines: number) => Array.from({ length: lines }, (_, at) => at + 1);

  test.each(['checks/create', 'checks/update'] as const)('of several requests, one by %s', async (operation) => {
    const sha = await room.push('cleo');
    await completeRun(room.database.worker, (await claimRun(room.database.worker, 'one', 60))!, wrong(70));
    room.github.failAnswers({ operation, kind: 'done-but-502' });
    await sendDue(deps);
    await retry();
    expect(annotated(sha)).toEqual(upTo(70));
  });

  test('to a check run that had a receipt', async () => {
    const sha = await room.push('cleo');
    const run = (await claimRun(room.database.worker, 'one', 60))!;
    await retry();
    expect(checkRuns('cleo', sha)).toMatchObject([{ status: 'in_progress' }]);
    await completeRun(room.database.worker, run, wrong(2));
    room.github.failAnswers({ operation: 'checks/update', kind: 'done-but-502' });
    await sendDue(deps);
    await retry();
    expect(annotated(sha)).toEqual(upTo(2));
  });
});

/** Rules of the only assignment, whose tests are shown after the due date. */
const ruled = async (due: string) => {
  await room.sql(
    `update assignment set rules = jsonb_build_object('due', $1::text, 'graceMs', 0, 'cutoff', $1::text,
    'late', '{"perDay": 0, "cap": 1, "slipDays": 0, "slipDaysEach": 0}'::jsonb, 'counts', 'last', 'cooldownMs', 0,
    'trigger', 'push', 'weight', 1)`,
    [due],
  );
  await room.sql(
    `update assignment_version set document = jsonb_set(document, '{rubric,0,visibility}', '"after-due"')`,
  );
};

test('what is shown after the due date stands in the check run from then on, not before', async () => {
  await ruled('2100-01-01T00:00:00.000Z');
  const sha = await room.push('ada');
  const judgement = { credit: 0, summary: 'SECRET', cases: [], findings: [], tampering: [], evidence: {} };
  const [{ name }] = (await room.rows(
    `select document -> 'rubric' -> 0 ->> 'name' as name from assignment_version`,
  )) as [{ name: string }];
  const run = await claimRun(room.database.worker, 'one', 60);
  const criteria = [{ name, check: 'build', state: 'judged', judgement } as const];
  await completeRun(room.database.worker, run!, { ...evidence, criteria });
  await sendDue(deps);
  const summary = () => JSON.stringify(checkRuns('ada', sha)) + JSON.stringify(comments('ada'));
  expect(summary()).not.toContain('SECRET');
  expect(summary()).toContain('shown after the due date');
  await ruled('2020-01-01T00:00:00.000Z');
  expect(await reportOpenedDetails(room.database.worker)).toBe(1);
  await sendDue(deps);
  expect(summary()).toContain('SECRET');
});

test('a push after the cut-off is told its result, and that it does not count and why', async () => {
  await ruled('2020-01-01T00:00:00.000Z');
  const sha = await graded('bob');
  await sendDue(deps);
  const [report] = checkRuns('bob', sha);
  expect(JSON.stringify(report)).toContain('(does not count)');
  expect(JSON.stringify(report)).toContain('It came after the cut-off, 1 Jan 2020, 00:00.');
  expect(comments('bob').at(-1)?.body).toContain('It does not count.');
});

test('what GitHub goes on refusing is given up and not asked for again, until somebody wishes it; nothing else waits', async () => {
  const shas: string[] = [];
  for (const login of ['dan', 'eve', 'fay', 'cleo']) {
    if (login !== 'cleo') await room.student(login, { feedbackPullRequest: false });
    shas.push(await graded(login));
  }
  room.github.failAnswers({ operation: 'checks/create', kind: 'gone' });
  room.github.failAnswers({ operation: 'checks/create', kind: 'unprocessable' });
  room.github.deleteRepository('lab-fay');
  await sendDue(deps);
  const [dan, eve, , cleo] = ['dan', 'eve', 'fay', 'cleo'].map((login, at) => () => checkRuns(login, shas[at]!));
  expect(dan!()).toEqual([]);
  expect(eve!()).toMatchObject([{ status: 'completed', annotations: [] }]);
  expect(cleo!()).toMatchObject([{ status: 'completed', annotations: [{ path: 'a.go' }] }]);
  const given = () => room.rows('select gave_up from outbox where gave_up is not null');
  expect(await given()).toEqual([]);
  await retry();
  expect(dan!()).toMatchObject([{ status: 'completed', annotations: [{ path: 'a.go' }] }]);
  await retry();
  expect(await given()).toEqual([{ gave_up: expect.stringContaining('GitHub answered 404') }]);
  expect(await room.rows('select * from github_budget where paused_until > now()')).toEqual([]);
  const requests = room.github.requests.length;
  await retry();
  expect(room.github.requests.length).toBe(requests);
});
