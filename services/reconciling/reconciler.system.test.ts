import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { processDelivery } from '#services/classroom/intake/index.ts';
import { keepPlace, readPlace } from '#services/classroom/intake/place.ts';
import { repositoriesUnasked } from '#services/classroom/intake/pulls.ts';
import { alone } from '#services/platform/database.ts';
import type { LogPlace } from './delivery-log.ts';
import {
  compareBranches,
  findPushTimes,
  findRepositories,
  type ReconcilerDeps,
  readDeliveries,
  startReconciler,
} from './reconciler.ts';
import { type HubClassroom, hubClassroom } from './testing/classroom.ts';
import { timesFor } from './times.ts';

let room: HubClassroom;
let deps: ReconcilerDeps;
let minutes = 0;
let students = 0;
let login: string;
const rung: string[] = [];

beforeAll(async () => {
  room = await hubClassroom(() => new Date(Date.now() + minutes * 60_000));
});
/** Each test has a student of its own, and a log of deliveries that was read up to now. */
beforeEach(async () => {
  minutes = 0;
  login = `student-${++students}`;
  room.github.connectWebhook(room.webhookUrl);
  deps = {
    ...{ database: room.database.web, github: room.hub, intake: 'webhook', log: room.log },
    ring: (bell) => rung.push(bell),
    times: { ...timesFor('webhook'), graceMs: 0, headsAgeSeconds: -1 },
    stopping: new AbortController().signal,
  };
  await room.sql(`update repository set heads_at = 'infinity'`);
  await readDeliveries(deps);
  await room.sql(`update delivery set processed_at = now(), outcome = 'noted' where processed_at is null`);
  rung.length = 0;
  room.lines.length = 0;
});
afterEach(() => expect(room.github.takeInvalid()).toEqual([]));
afterAll(() => room?.close());

const handIns = (sha: string) =>
  room.rows('select cause, official, proof, received_at as at, sender_login as sender from hand_in where sha = $1', [
    sha,
  ]);
const attemptsOf = (sha: string) =>
  room.github.deliveries.filter(({ webhook }) => (webhook.payload as { after?: string }).after === sha);
const runs = (sha: string) =>
  room.rows('select r.state from run r join submission s on s.id = r.submission_id where s.sha = $1', [sha]);
const dueAgain = () => room.sql('update delivery set recover_at = now() where processed_at is null');
/** The lists of repositories are read at each look. */
const listing = (): ReconcilerDeps => ({ ...deps, times: { ...deps.times, discoverMs: -1 } });
const operations = (from: number) =>
  room.github.requests.slice(from).map(({ operation, status }) => `${operation} ${status}`);

describe('a delivery that did not reach us', () => {
  beforeEach(() => room.student(login, { feedbackPullRequest: false }));

  test('is delivered again, and counts from when GitHub first sent it', async () => {
    room.github.failWebhooks({ event: 'push', kind: 'lost' });
    const sha = await room.push(login);
    expect(await handIns(sha)).toEqual([]);
    minutes = 3;
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    const [first, again] = attemptsOf(sha);
    expect(again).toMatchObject({ guid: first?.guid, redelivery: true, reply: { status: 'OK' } });
    expect(await handIns(sha)).toEqual([
      { cause: 'push', official: true, proof: 'delivery-log', at: first?.deliveredAt, sender: login },
    ]);
    expect(await runs(sha)).toEqual([{ state: 'queued' }]);
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    expect(attemptsOf(sha)).toHaveLength(2);
  });

  test('is read from the log when delivering it again failed as well', async () => {
    room.github.failWebhooks({ event: 'push', kind: 'lost', times: 2 });
    const sha = await room.push(login);
    room.github.connectWebhook('http://127.0.0.1:9/');
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    expect(await handIns(sha)).toEqual([]);
    await readDeliveries(deps);
    expect(await handIns(sha)).toEqual([]);
    await dueAgain();
    await readDeliveries(deps);
    expect(await handIns(sha)).toMatchObject([{ proof: 'delivery-log', at: attemptsOf(sha)[0]?.deliveredAt }]);
    expect(rung).toEqual(['grading']);
  });

  test('is read from the log at once when many were missed', async () => {
    room.github.failWebhooks({ event: 'push', kind: 'lost', times: 3 });
    const shas: string[] = [];
    for (let n = 0; n < 3; n++) shas.push(await room.push(login));
    const from = room.github.requests.length;
    await readDeliveries({ ...deps, times: { ...deps.times, mostRedeliveries: 2 } });
    expect((await Promise.all(shas.map(handIns))).map((rows) => rows.length)).toEqual(shas.map(() => 1));
    expect(operations(from).filter((each) => each.startsWith('apps/redeliver'))).toEqual([]);
  });

  test('that we failed to act upon counts from its first attempt, once', async () => {
    await room.sql('alter table submission rename to gone');
    const sha = await room.push(login);
    await room.sql('alter table gone rename to submission');
    expect(attemptsOf(sha)[0]?.reply.statusCode).toBe(500);
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    expect(await handIns(sha)).toMatchObject([{ proof: 'delivery-log', at: attemptsOf(sha)[0]?.deliveredAt }]);
  });

  test('that GitHub calls delivered is had all the same when our database has lost it', async () => {
    const sha = await room.push(login);
    await room.sql('delete from run using submission s where s.id = submission_id and s.sha = $1', [sha]);
    await room.sql('delete from hand_in where sha = $1', [sha]);
    await room.sql(`delete from delivery where facts ->> 'sha' = $1`, [sha]);
    await keepPlace(room.database.web, 'delivery-log', {});
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    expect(await handIns(sha)).toMatchObject([{ proof: 'delivery-log' }]);
  });

  test('is given up when GitHub has forgotten it', async () => {
    room.github.failWebhooks({ event: 'push', kind: 'lost' });
    await room.push(login);
    await readDeliveries({ ...deps, times: { ...deps.times, requestsPerLook: 1 } });
    minutes = 4 * 24 * 60;
    await readDeliveries(deps);
    expect(await room.rows(`select outcome from delivery where reason like 'GitHub no longer%'`)).toHaveLength(1);
  });

  test('and many others after an outage are had look upon look, without a pause', async () => {
    room.github.failWebhooks({ event: 'push', kind: 'lost', times: 4 });
    const shas: string[] = [];
    for (let n = 0; n < 4; n++) shas.push(await room.push(login));
    const times = { logMs: 3_600_000, requestsPerLook: 3, mostRedeliveries: 0 };
    const hasty = startReconciler({ ...deps, times: { ...deps.times, ...times } });
    await vi.waitFor(async () => {
      for (const sha of shas) {
        expect(await handIns(sha)).toContainEqual(expect.objectContaining({ proof: 'delivery-log' }));
      }
    }, 60_000);
    await hasty.stop();
  });

  test("GitHub's echo of what we do ourselves is not asked for", async () => {
    const sha = await room.push(login);
    room.github.connectWebhook('http://127.0.0.1:9/');
    const client = room.hub.installation(room.github.installationId);
    const place = { owner: 'school', repo: `lab-${login}` };
    await client.rest.checks.create({ ...place, name: 'Pushmark', head_sha: sha, status: 'queued' });
    await room.github.webhooksSettled();
    const from = room.github.requests.length;
    await readDeliveries(deps);
    expect(operations(from)).toEqual(['apps/list-webhook-deliveries 200']);
  });
});

describe('reading the log', () => {
  test('stops at what was read before, and asks for nothing that has not changed', async () => {
    room.github.ping();
    await room.github.webhooksSettled();
    await readDeliveries(deps);
    const from = room.github.requests.length;
    const used = async () => Number((await room.hub.app.rest.apps.getAuthenticated()).headers['x-ratelimit-used']);
    const before = await used();
    await readDeliveries(deps);
    await readDeliveries(deps);
    expect(operations(from).slice(1)).toEqual(Array(2).fill('apps/list-webhook-deliveries 304'));
    expect(await used()).toBe(before + 1);
  });

  test('goes on where the requests of the last look ended, and misses nothing in between', async () => {
    await room.student(login, { feedbackPullRequest: false });
    minutes = 10;
    await pings(1);
    await readDeliveries(deps);
    minutes = 12;
    room.github.failWebhooks({ event: 'push', kind: 'lost' });
    const sha = await room.push(login);
    await pings(150);
    minutes = 14;
    await pings(90);
    const few = { ...deps, times: { ...deps.times, requestsPerLook: 2 } };
    await readDeliveries(few);
    expect((await readPlace<LogPlace>(room.database.web, 'delivery-log'))?.gap).toBeDefined();
    minutes = 16;
    await pings(1);
    for (let look = 0; look < 3; look++) await readDeliveries(few);
    await room.github.webhooksSettled();
    expect(await handIns(sha)).toHaveLength(1);
    expect((await readPlace<LogPlace>(room.database.web, 'delivery-log'))?.gap).toBeUndefined();
    await keepPlace(room.database.web, 'delivery-log', { reached: new Date().toISOString() });
  });

  test("leaves a fifth of GitHub's limit to reports", async () => {
    await pings(150);
    const used = (await room.hub.app.rest.apps.getAuthenticated()).headers['x-ratelimit-used'];
    const primary = room.github.limits.primary;
    room.github.limits.primary = Number(used) + 3;
    const from = room.github.requests.length;
    await keepPlace(room.database.web, 'delivery-log', {});
    await readDeliveries(deps);
    room.github.limits.primary = primary;
    expect(operations(from)).toEqual(['apps/list-webhook-deliveries 200']);
  });

  test('keeps what was read when a page fails, and goes on there', async () => {
    await room.student(login, { feedbackPullRequest: false });
    room.github.failWebhooks({ event: 'push', kind: 'lost' });
    const sha = await room.push(login);
    await pings(150);
    const { hook } = room.hub.app;
    const failing = failAfter(1, 502);
    hook.wrap('request', failing);
    await expect(readDeliveries(deps)).rejects.toMatchObject({ status: 502 });
    hook.remove('request', failing);
    const { gap, reached } = (await readPlace<LogPlace>(room.database.web, 'delivery-log'))!;
    expect(gap).toBeDefined();
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    expect(await handIns(sha)).toHaveLength(1);
    expect(Date.parse((await readPlace<LogPlace>(room.database.web, 'delivery-log'))!.reached!)).toBeGreaterThan(
      Date.parse(reached!),
    );
  });

  test('begins at the top where GitHub no longer knows the place at which it ended', async () => {
    await room.student(login, { feedbackPullRequest: false });
    room.github.failWebhooks({ event: 'push', kind: 'lost' });
    const sha = await room.push(login);
    const before = await readPlace<LogPlace>(room.database.web, 'delivery-log');
    const gap = { top: before!.reached!, cursor: 'forgotten' };
    await keepPlace(room.database.web, 'delivery-log', { ...before, gap });
    const { hook } = room.hub.app;
    const refusing = failAfter(1, 400);
    hook.wrap('request', refusing);
    await expect(readDeliveries(deps)).rejects.toMatchObject({ status: 400 });
    hook.remove('request', refusing);
    expect(await readPlace<LogPlace>(room.database.web, 'delivery-log')).toEqual({ reached: before!.reached });
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    expect(await handIns(sha)).toHaveLength(1);
  });

  test('is done by one process at a time', async () => {
    let looked: boolean | undefined;
    await alone(room.database.web, 7_305_010, async () => {
      looked = await readDeliveries(deps);
    });
    expect(looked).toBe(false);
    expect(await readDeliveries(deps)).toBe(true);
  });
});

/** Lets so many requests through, then answers with this status. */
function failAfter(good: number, status: number) {
  let made = 0;
  // biome-ignore lint/suspicious/noExplicitAny: as octokit has it
  return (request: any, options: any) => {
    if (made++ < good) return request(options);
    throw Object.assign(new Error('as the test wants'), { status, response: { headers: {} } });
  };
}

describe('without a public address', () => {
  test('every push is had from the log: its time is when GitHub sent it, and nothing comes twice', async () => {
    await room.student(login);
    room.github.connectWebhook('http://127.0.0.1:9/');
    const shas: string[] = [];
    for (let n = 0; n < 5; n++) shas.push(await room.push(login));
    const polling: ReconcilerDeps = { ...deps, intake: 'poll' };
    await readDeliveries(polling);
    await readDeliveries(polling);
    for (const sha of shas) {
      const [push] = (await handIns(sha)).filter(({ cause }) => cause === 'push');
      expect(push).toMatchObject({ official: true, proof: 'delivery-log', at: attemptsOf(sha)[0]?.deliveredAt });
      expect(attemptsOf(sha).filter(({ redelivery }) => redelivery)).toEqual([]);
      expect(await runs(sha)).toHaveLength(1);
    }
  });

  test('it looks every few seconds by itself, also after GitHub could not be asked, and stops when told', async () => {
    await room.student(login, { feedbackPullRequest: false });
    room.github.connectWebhook('http://127.0.0.1:9/');
    room.github.failAnswers({ operation: 'apps/list-webhook-deliveries', kind: 'server-error' });
    const polling = startReconciler({ ...deps, intake: 'poll', times: { logMs: 100 } });
    const sha = await room.push(login);
    await vi.waitFor(async () => expect(await handIns(sha)).toHaveLength(1), { timeout: 20_000, interval: 50 });
    await polling.stop();
    expect(room.lines.some(({ msg }) => msg === 'GitHub could not be asked for what was missed')).toBe(true);
    const from = room.github.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(operations(from)).toEqual([]);
  });
});

describe('a push that is late by our receipt', () => {
  beforeEach(async () => {
    await room.student(login, { feedbackPullRequest: false });
    await room.sql('update hand_in set asked_at = now()');
  });
  const due = (at: Date) =>
    room.sql(`update assignment set rules = jsonb_build_object('graceMs', 0, 'due', $1::text)`, [at.toISOString()]);
  const pushed = (sha: string) => room.rows('select pushed_at as at from hand_in where sha = $1', [sha]);
  const time = (sha: string) => room.github.activity(`lab-${login}`).find(({ after }) => after === sha)?.at;
  afterEach(() => room.sql('update assignment set rules = null'));

  test('has the time at which GitHub had it, which GitHub is asked for once', async () => {
    const sha = await room.push(login);
    await room.sql(`update hand_in set received_at = received_at + interval '1 hour' where sha = $1`, [sha]);
    await due(new Date(Date.now() + 60_000));
    await findPushTimes(deps);
    expect(await pushed(sha)).toEqual([{ at: time(sha) }]);
    const from = room.github.requests.length;
    await findPushTimes(deps);
    expect(operations(from)).toEqual([]);
  });

  test('keeps the time of receipt where GitHub has no record, and is not asked about again', async () => {
    const sha = await room.push(login);
    (room.github.activity(`lab-${login}`) as unknown[]).splice(0);
    await due(new Date(Date.now() - 60_000));
    await findPushTimes(deps);
    expect(await pushed(sha)).toEqual([{ at: null }]);
    const from = room.github.requests.length;
    await findPushTimes(deps);
    expect(operations(from)).toEqual([]);
  });

  test('is asked about again after ten minutes and after an hour, also where the repository was archived meanwhile', async () => {
    const sha = await room.push(login);
    const record = room.github.activity(`lab-${login}`) as unknown[];
    const kept = record.splice(0);
    await due(new Date(Date.now() - 24 * 3_600_000));
    await findPushTimes(deps);
    record.push(...kept);
    await room.sql(`update repository set gone = 'archived' where name = $1`, [`lab-${login}`]);
    await room.sql(
      `update hand_in set received_at = received_at - interval '20 minutes', asked_at = asked_at - interval '20 minutes'
       where sha = $1`,
      [sha],
    );
    // The push of GitHub's record is twenty minutes younger now: only that it is asked matters here.
    const from = room.github.requests.length;
    await findPushTimes(deps);
    await findPushTimes(deps);
    expect(operations(from)).toEqual(['repos/list-activities 200']);
    await room.sql(`update repository set gone = null where name = $1`, [`lab-${login}`]);
  });

  test('in time, nothing is asked', async () => {
    await room.push(login);
    await due(new Date(Date.now() + 60_000));
    const from = room.github.requests.length;
    await findPushTimes(deps);
    expect(operations(from)).toEqual([]);
  });
});

describe('a push that no delivery tells of', () => {
  beforeEach(() => room.student(login, { feedbackPullRequest: false }));
  const neverMade = () => room.github.failWebhooks({ event: 'push', kind: 'never-made' });
  const time = (sha: string) => room.github.activity(`lab-${login}`).find(({ after }) => after === sha)?.at;

  test("is found by its branch, and counts from GitHub's own time of the push", async () => {
    const known = await room.push(login);
    neverMade();
    const sha = await room.push(login);
    await compareBranches(deps);
    expect(await handIns(sha)).toEqual([
      { cause: 'push', official: true, proof: 'activity', at: time(sha), sender: login },
    ]);
    expect(await runs(sha)).toEqual([{ state: 'queued' }]);
    expect(await handIns(known)).toHaveLength(1);
    expect(rung).toEqual(['grading']);
  });

  test('costs nothing more to look for once nothing has changed', async () => {
    await room.push(login);
    await compareBranches(deps);
    const from = room.github.requests.length;
    await compareBranches(deps);
    const looks = operations(from);
    expect(looks.length).toBeGreaterThan(0);
    expect(new Set(looks)).toEqual(new Set(['repos/list-branches 304']));
  });

  test('is left alone as long as its delivery may be on its way, and had when none came', async () => {
    await room.push(login);
    neverMade();
    const sha = await room.push(login);
    const patient = { ...deps, times: { ...deps.times, graceMs: 60_000 } };
    await compareBranches(patient);
    expect(await handIns(sha)).toEqual([]);
    await compareBranches(deps);
    expect(await handIns(sha)).toHaveLength(1);
  });

  test('on a branch is practice while its pull request is open, and nothing is asked of branches without one', async () => {
    await room.push(login, 'try');
    neverMade();
    const lonely = await room.push(login, 'try');
    await compareBranches(deps);
    expect(await handIns(lonely)).toEqual([]);
    const user = { repository: `lab-${login}`, user: login };
    await room.github.openPullRequest({ ...user, title: 'Try', head: 'try', base: 'main' });
    await room.github.webhooksSettled();
    room.github.failWebhooks({ kind: 'never-made', times: 2 });
    const sha = await room.push(login, 'try');
    await compareBranches(deps);
    expect(await handIns(sha)).toMatchObject([{ official: false, proof: 'activity' }]);
  });

  test('its delivery may still come: the commit is graded once', async () => {
    room.github.failWebhooks({ event: 'push', kind: 'lost' });
    const sha = await room.push(login);
    await compareBranches(deps);
    await readDeliveries(deps);
    await room.github.webhooksSettled();
    expect(await handIns(sha)).toMatchObject([{ proof: 'activity' }, { proof: 'delivery-log' }]);
    expect(await runs(sha)).toHaveLength(1);
  });

  test('the starter that a repository began with is nobody’s hand-in', async () => {
    const [before] = await room.rows('select count(*)::int as n from hand_in');
    await compareBranches(deps);
    expect(await room.rows('select count(*)::int as n from hand_in')).toEqual([before]);
  });

  test('the first push into an empty repository is one', async () => {
    const empty = `${login}-b`;
    await room.student(empty, { feedbackPullRequest: false, files: undefined as never });
    neverMade();
    minutes = 60;
    const { sha } = await room.github.push({ repository: `lab-${empty}`, user: empty, files: { a: 'b' } });
    await room.github.webhooksSettled();
    minutes = 0;
    await compareBranches({ ...deps, times: { ...deps.times, graceMs: -7_200_000 } });
    expect(await handIns(sha)).toMatchObject([{ proof: 'activity', sender: empty }]);
  });

  test('is found on a branch beyond the first page of the list, also when nothing on that page has changed', async () => {
    const { hook } = room.hub.installation(room.github.installationId);
    const oneAPage = (options: { url: string }) => {
      if (options.url.endsWith('/branches')) Object.assign(options, { per_page: 1 });
    };
    hook.before('request', oneAPage);
    await room.push(login, 'a');
    await compareBranches(deps);
    neverMade();
    // Of other contents than the commit of the branch: within one second it would be the same commit.
    const { sha } = await room.github.push({ repository: `lab-${login}`, user: login, files: { b: 'b' } });
    await room.github.webhooksSettled();
    await compareBranches(deps);
    hook.remove('request', oneAPage);
    expect(await handIns(sha)).toMatchObject([{ proof: 'activity', official: true, sender: login }]);
  });

  test('where GitHub keeps no record of pushes, it counts from when it was found', async () => {
    await room.push(login);
    neverMade();
    const sha = await room.push(login);
    (room.github.activity(`lab-${login}`) as unknown[]).splice(0);
    await compareBranches(deps);
    expect(await handIns(sha)).toMatchObject([{ proof: 'found', official: true }]);
    expect(
      await room.rows('select now() - received_at < $2 as fresh from hand_in where sha = $1', [sha, '10 s']),
    ).toEqual([{ fresh: true }]);
  });

  test('in a repository that we never met is found, too', async () => {
    room.github.disconnectWebhook();
    const unmet = `${login}-c`;
    await room.student(unmet, { feedbackPullRequest: false });
    const sha = await room.push(unmet);
    await compareBranches(deps);
    expect(await handIns(sha)).toEqual([]);
    await findRepositories(listing());
    await compareBranches(deps);
    expect(await handIns(sha)).toMatchObject([{ proof: 'activity', sender: unmet }]);
  });

  test('is looked for in every installation, however many pages GitHub lists them on', async () => {
    const asked: number[] = [];
    const installations = [...Array(100).fill({ id: 1, suspended_at: '2026-01-01' }), { id: 2 }, { id: 3 }];
    const listInstallations = async ({ per_page = 30, page = 1 }) => ({
      data: installations.slice(per_page * (page - 1), per_page * page),
      headers: page === 1 ? { link: '<https://api.example/?page=2>; rel="next"' } : {},
    });
    const listReposAccessibleToInstallation = async () => ({ data: { repositories: [] }, headers: {} });
    const github = {
      app: { rest: { apps: { listInstallations } } },
      installation: (id: number) => ({ rest: { apps: { listReposAccessibleToInstallation } }, id: asked.push(id) }),
    };
    await room.sql('update repository set pulls_at = now()');
    await findRepositories({ ...listing(), github: github as never });
    expect(asked).toEqual([2, 3]);
  });

  test('a Feedback pull request that was there before the App is known once its course is taken over', async () => {
    room.github.disconnectWebhook();
    const { id } = await room.student(`${login}-old`);
    const pulls = () =>
      room.rows('select number, feedback, open, base_branch as base from pull_request where repository_id = $1', [id]);
    await room.sync();
    await findRepositories(deps);
    expect(await pulls()).toEqual([{ number: 1, feedback: true, open: true, base: 'feedback' }]);
    const from = room.github.requests.length;
    await findRepositories(deps);
    expect(operations(from)).toEqual([]);
  });

  test('where GitHub has nothing but errors for a repository, others are asked about, and it again after them', async () => {
    await room.sql('update repository set pulls_at = now() where name <> $1', [`lab-${login}`]);
    const unasked = async () => (await repositoriesUnasked(room.database.web, 9)).map(({ name }) => name);
    await room.student(`${login}-b`, { feedbackPullRequest: false });
    expect(await unasked()).toEqual([`lab-${login}`, `lab-${login}-b`]);
    room.github.failAnswers({ operation: 'pulls/list', kind: 'server-error' });
    await findRepositories(deps);
    expect(await unasked()).toEqual([`lab-${login}`]);
    await room.student(`${login}-c`, { feedbackPullRequest: false });
    expect(await unasked()).toEqual([`lab-${login}-c`, `lab-${login}`]);
    await findRepositories(deps);
    expect(await unasked()).toEqual([]);
  });

  test('a repository that is gone at GitHub holds up no other', async () => {
    await room.push(login);
    neverMade();
    const sha = await room.push(login);
    await room.sql(
      `insert into repository (id, installation_id, owner, name, default_branch, course_id, assignment_id, participant_id,
         match, match_reason) select 7, installation_id, owner, 'lab-gone', 'main', course_id, assignment_id,
         participant_id, match, '' from repository where name = $1`,
      [`lab-${login}`],
    );
    await compareBranches(deps);
    expect(await handIns(sha)).toHaveLength(1);
    expect(room.lines.filter(({ msg }) => msg === 'branches could not be compared')).toMatchObject([{ status: 404 }]);
    await room.sql('delete from repository where id = 7');
  });

  test('nor does one for which GitHub has nothing but errors', async () => {
    await room.push(login);
    neverMade();
    const sha = await room.push(login);
    await room.student(`${login}-z`, { feedbackPullRequest: false });
    await room.push(`${login}-z`);
    await room.sql(`update repository set heads_at = '2026-01-01' where name = $1`, [`lab-${login}`]);
    room.github.failAnswers({ operation: 'repos/list-branches', kind: 'server-error' });
    await compareBranches(deps);
    expect(await handIns(sha)).toHaveLength(1);
    expect(room.lines.filter(({ msg }) => msg === 'branches could not be compared')).toMatchObject([{ status: 500 }]);
  });

  test('GitHub in trouble is asked about three repositories, and left alone', async () => {
    for (const end of ['x', 'y', 'z']) await room.student(`${login}-${end}`, { feedbackPullRequest: false });
    room.github.failAnswers({ operation: 'repos/list-branches', kind: 'server-error', times: 4 });
    const from = room.github.requests.length;
    await expect(compareBranches(deps)).rejects.toMatchObject({ status: 500 });
    expect(operations(from).filter((each) => each.startsWith('repos/list-branches'))).toHaveLength(3);
    await expect(compareBranches(deps)).resolves.toBe(true);
  });

  test('is found where a delivery named it that failed and that GitHub has forgotten', async () => {
    await room.push(login);
    neverMade();
    const sha = await room.push(login);
    await room.sql(
      `insert into delivery (guid, event, received_at, repository_id, facts, processed_at, outcome, reason)
       select 'lost-' || $1, 'push', now(), id, jsonb_build_object('branch', 'main', 'sha', $1::text), now(), 'ignored',
         'GitHub no longer has this delivery' from repository where name = $2`,
      [sha, `lab-${login}`],
    );
    await compareBranches(deps);
    expect(await handIns(sha)).toMatchObject([{ proof: 'activity' }]);
  });

  test('in a repository to which the App has access again, without a word of GitHub, is found', async () => {
    await room.push(login);
    await room.sql('update repository set installation_id = null where name = $1', [`lab-${login}`]);
    neverMade();
    const sha = await room.push(login);
    await compareBranches(deps);
    expect(await handIns(sha)).toEqual([]);
    await findRepositories(listing());
    await compareBranches(deps);
    expect(await handIns(sha)).toMatchObject([{ proof: 'activity' }]);
  });

  test('in a repository that was deleted is looked for again once GitHub lists it', async () => {
    const name = `lab-${login}`;
    await room.sql(`update repository set gone = 'deleted' where name = $1`, [name]);
    await findRepositories(listing());
    expect(await room.rows('select gone from repository where name = $1', [name])).toEqual([{ gone: null }]);
  });

  test('as a tag is found where tags hand in, annotated or not, once', async () => {
    const sha = await room.push(login);
    const tags = ['submit/1', 'submit/2', 'submit/3', 'v1'].map((name) => ({ name }));
    await room.github.pushTags({
      ...{ repository: `lab-${login}`, user: login },
      tags: [...tags, { name: 'submit/4', message: 'mine' }],
    });
    await room.github.webhooksSettled();
    const found = async () =>
      (await handIns(sha)).filter(({ cause }) => cause === 'tag').map(({ official, proof }) => ({ official, proof }));
    await compareBranches(deps);
    expect(await found()).toEqual([]);
    await room.sql(`update assignment set rules = '{"trigger": "tag"}'`);
    await compareBranches(deps);
    await compareBranches(deps);
    expect(await found()).toEqual(Array(4).fill({ official: true, proof: 'found' }));
    await room.sql('update assignment set rules = null');
  });

  test('a pull request opened later keeps the time of the push that was found', async () => {
    const sha = await room.push(login);
    await room.sql(`update hand_in set proof = 'activity', received_at = '2026-01-01' where sha = $1`, [sha]);
    const pull = { number: 9, state: 'open', head: { ref: 'main', sha, repo: {} }, base: { ref: 'feedback' } };
    const [known] = await room.rows('select id, name from repository where name = $1', [`lab-${login}`]);
    const repository = { ...known, owner: { login: 'school' }, default_branch: 'main' };
    const payload = { action: 'opened', pull_request: { ...pull, head: { ...pull.head, repo: { id: known?.id } } } };
    const opened = { ...payload, repository, sender: { id: 5, login } };
    const delivery = {
      guid: `opened-${login}`,
      event: 'pull_request',
      payload: opened,
      bytes: 0,
      receivedAt: new Date(),
    };
    await processDelivery(room.database.web, delivery);
    expect(await handIns(sha)).toMatchObject([{ proof: 'activity' }]);
  });
});

async function pings(count: number): Promise<void> {
  for (let n = 0; n < count; n++) room.github.ping();
  await room.github.webhooksSettled();
}
