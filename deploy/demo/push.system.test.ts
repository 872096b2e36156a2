import { createHmac, randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, many, one } from '#services/platform/database.ts';
import { liveMarkup } from './github/index.ts';
import { type Product, startProduct } from './testing/product.ts';
import { enrol, filesOf, type Pupil } from './testing/pupil.ts';
import { completed, quiet, until } from './testing/waiting.ts';

const testdata = join(import.meta.dirname, 'testing/testdata');
const [starter, right, wrong, slow] = await Promise.all(
  ['greeting/starter', 'greeting/reference', 'pushes/wrong', 'pushes/slow'].map((name) =>
    filesOf(join(testdata, name)),
  ),
);
let product: Product;

beforeAll(async () => {
  product = await startProduct({ assignments: { greeting: join(testdata, 'greeting') } });
});
afterAll(async () => {
  await product.stop();
});

const pupil = (login: string, repository?: string): Promise<Pupil> =>
  enrol(product.github, { login, assignment: 'greeting', starter: starter!, ...(repository ? { repository } : {}) });

/** The HTML of a page of the product. */
async function page(path: string): Promise<string> {
  const answer = await fetch(new URL(path, product.url));
  expect(answer.status).toBe(200);
  return answer.text();
}

/** The text of a participant's row in the gradebook, without its markup; undefined where there is none. */
async function row(login: string): Promise<string | undefined> {
  const rows = (await page('/courses/tiny')).split('<tr>').map(textOf);
  return rows.find((text) => text.startsWith(`${login} `));
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What GitHub was asked to write about check runs of a repository. */
const checkRunWrites = ({ repository }: Pupil) =>
  product.github.requests.filter(
    ({ operation, path, method }) =>
      operation?.startsWith('checks/') && method !== 'GET' && path.includes(`/${repository}/`),
  );

/** What the database knows of the deliveries of an event, oldest first. */
const deliveries = (event: string, { repository }: Pupil) =>
  many<{ action: string | null; outcome: string | null; reason: string | null }>(
    product.database.owner,
    `select d.action, d.outcome, d.reason from delivery d join repository r on r.id = d.repository_id
     where d.event = $1 and r.name = $2 order by d.received_at`,
    [event, repository],
  );

const handIns = ({ repository }: Pupil) =>
  many<{ sha: string; branch: string; cause: string; official: boolean; receivedAt: Date; ignored: string | null }>(
    product.database.owner,
    `select h.sha, h.branch, h.cause, h.official, h.received_at as "receivedAt", h.ignored
     from hand_in h join repository r on r.id = h.repository_id where r.name = $1 order by h.id`,
    [repository],
  );

const runs = ({ repository }: Pupil) =>
  many<{ id: number; state: string; cause: string; counts: boolean }>(
    product.database.owner,
    `select r.id, r.state, r.cause, c.run_id is not null as counts
     from run r join submission s on s.id = r.submission_id join repository p on p.id = s.repository_id
     left join counted_run c on c.run_id = r.id where p.name = $1 order by r.id`,
    [repository],
  );

/** Whatever could come alive somewhere: mentions, keywords, HTML, ends of fences, bidi, NUL, what is no UTF-8, endless lines. */
const spell =
  '@octocat fixes #1, closes gopher-school/greeting-ada#1 &#64;octocat <img src=x> <script>alert(1)</script> </code></pre> [a](javascript:alert(1)) | ~~~';
const hostile = `// Package greeting ${spell}
package greeting

import (
	"fmt"
	"strings"
)

const ticks = "\\x60\\x60\\x60"
const spell = "${spell} \\u202e\\u2066\\x00\\xff " + ticks + "\\n" + ticks + ticks + "\\n\\n" + "${spell}\\n"

func Hello(name string) string {
	fmt.Println(spell, strings.Repeat("A", 1<<20))
	fmt.Print(ticks, "\\n<!-- pushmark -->\\n", spell)
	return spell
}

func Sum(values []int) int {
	// ${spell} \u202e\u2066
	panic(spell + strings.Repeat("B", 1<<20))
}

func Square(n int) int {
	fmt.Println(spell)
	return 0
}
`;
/** Sends a webhook that the stand-in would not make, signed as GitHub signs. */
async function deliver(event: string, payload: unknown) {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', product.github.webhookSecret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${signature}`,
  };
  const answer = await fetch(`${product.url}/webhooks/github`, { method: 'POST', headers, body });
  return { status: answer.status, ...((await answer.json()) as { outcome: string; reason?: string }) };
}

/** On a machine that is too slow, what was pushed had a receipt before its result. */
async function withoutReceipt(): Promise<void> {
  await product.github.webhooksSettled();
  await execute(product.database.owner, `update outbox set not_before = now() + interval '1 hour' where sent = 0`);
}

test('a push becomes a check run with annotations, one comment edited by the next push, and a row of the gradebook', async () => {
  const ada = await pupil('ada');
  const first = await completed(ada, await ada.push(wrong!));
  await quiet(product);
  expect(first).toMatchObject({ name: 'Pushmark', conclusion: 'failure', title: '2.67 of 10 points' });
  expect(first.app.id).toBe(product.github.appId);
  expect(first.externalId).toMatch(/^run:\d+$/);
  // Sum panics where its test is shown, Square where it is hidden.
  expect(first.annotations).toEqual([
    expect.objectContaining({ path: 'greeting.go', start_line: 11, annotation_level: 'failure', title: 'panic' }),
  ]);
  expect(first.annotations[0]?.message).toContain('index out of range');
  expect(first.summary).not.toMatch(/TestSquare|square/);
  const [comment, ...others] = ada.comments().map((each) => ({ ...each }));
  expect(others).toEqual([]);
  expect(comment?.body).toContain('2.67 of 10 points');
  expect(comment?.body).toContain('Attempt 1');
  expect(comment?.body).not.toContain('TestSquare');
  expect(await row('ada')).toBe('ada 27 % 2.67');

  const next = await ada.push(right!);
  await withoutReceipt();
  const second = await completed(ada, next);
  await quiet(product);
  expect(second).toMatchObject({ conclusion: 'success', title: '10 of 10 points', annotations: [] });
  expect(checkRunWrites(ada).at(-1)).toMatchObject({ operation: 'checks/create', body: { status: 'completed' } });
  expect(ada.comments()).toEqual([expect.objectContaining({ id: comment?.id })]);
  expect(ada.comments()[0]?.body).toMatch(/Attempt 2 .*\+7\.33 since the attempt before/);
  expect(await row('ada')).toBe('ada 100 % 10');
  const [, link] = /\]\((http:[^)]*\/submissions\/\d+)\)/.exec(ada.comments()[0]?.body ?? '') ?? [];
  expect(await page(link ?? '/')).toContain('2nd attempt');
});

test('a student who edits or deletes our comment gets it back, the second time only after a while', async () => {
  const bob = await pupil('bob');
  await completed(bob, await bob.push(right!));
  await quiet(product);
  const ours = { ...bob.comments()[0]! };
  product.github.editCommentAs({ ...bob, user: 'bob', comment: ours.id, body: '100 of 10 points' });
  await until('the old text', () => bob.comments().find(({ id, body }) => id === ours.id && body === ours.body));
  await quiet(product);

  product.github.deleteCommentAs({ ...bob, user: 'bob', comment: ours.id });
  await quiet(product);
  expect(bob.comments()).toEqual([]);
  const wish = `select extract(epoch from not_before - now())::int as wait from outbox
    where kind = 'comment' and sent < wanted and subject like '%#1'`;
  expect((await one<{ wait: number }>(product.database.owner, wish)).wait).toBeGreaterThan(500);
  await execute(product.database.owner, `update outbox set not_before = now() where kind = 'comment'`);
  await until('a new comment of ours', () => bob.comments().find(({ body }) => body === ours.body));
  expect(bob.comments()).toHaveLength(1);
  expect(await deliveries('issue_comment', bob)).toContainEqual({
    ...{ action: 'edited', outcome: 'noted', reason: 'our comment was edited by bob; it will be restored' },
  });
});

test('a push to another branch is told what mends it; its pull request makes it practice, outside the gradebook', async () => {
  const zoe = await pupil('zoe');
  const sha = await zoe.push(wrong!, { branch: 'try' });
  const told = await completed(zoe, sha, 'hand-in:');
  expect(told).toMatchObject({ conclusion: 'neutral', annotations: [] });
  expect(told.title).toMatch(/^Not graded: It was pushed to the branch try/);
  expect(told.summary).toMatch(/open a pull request of try/);

  const { number } = await product.github.openPullRequest({
    ...{ repository: zoe.repository, user: 'zoe', title: 'Look at this', head: 'try', base: 'main' },
  });
  expect(await completed(zoe, sha)).toMatchObject({ title: '2.67 of 10 points (practice)' });
  await quiet(product);
  expect(zoe.comments(number).map(({ body }) => body)).toEqual([
    expect.stringContaining('Practice, not in the gradebook'),
  ]);
  expect(zoe.comments()).toEqual([]);
  expect(await row('zoe')).toBe('zoe – –');
  const [pushed, opened] = (await handIns(zoe)).filter(({ branch }) => branch === 'try');
  expect(opened).toMatchObject({ cause: 'pull-request', official: false, receivedAt: pushed!.receivedAt });
});

test('"Re-run" grades again beside the old evidence, and the score is not drawn anew', async () => {
  const kim = await pupil('kim');
  const sha = await kim.push(wrong!);
  const first = await completed(kim, sha);
  product.github.rerequest(first.id, 'kim');
  const again = await until('a second check run', () =>
    kim.checkRuns(sha).find(({ id, status }) => id !== first.id && status === 'completed'),
  );
  await quiet(product);
  expect(again.title).toBe(first.title);
  const [old, asked, ...more] = await runs(kim);
  expect(more).toEqual([]);
  expect(old).toMatchObject({ state: 'done', cause: 'hand-in', counts: true });
  expect(asked).toMatchObject({ state: 'done', cause: 'rerequest', counts: false });
  const kept = 'select count(*) as count from criterion_result where run_id = $1';
  for (const { id } of [old!, asked!]) {
    expect(await one(product.database.owner, kept, [id])).toEqual({ count: 5 });
  }
  expect(await row('kim')).toBe('kim 27 % 2.67');
});

test('of one criterion that is graded again only the evidence is new; that of the others is kept, and so is the grade', async () => {
  const { owner } = product.database;
  const counted = (await runs({ repository: 'greeting-kim' } as Pupil)).find(({ counts }) => counts)!;
  const body = new URLSearchParams({ assignment: 'greeting', criterion: 'greet', why: 'asked for' });
  const { id } = await one<{ id: number }>(owner, `select id from participant where name = 'kim'`);
  body.set('participant', String(id));
  const asked = await fetch(`${product.url}/courses/tiny/changes`, { method: 'POST', body, redirect: 'manual' });
  expect(asked.status).toBe(303);
  const again = await until('the run of one criterion', async () => {
    const [newest] = (await runs({ repository: 'greeting-kim' } as Pupil)).slice(-1);
    return newest?.cause === 'regrade' && newest.state === 'done' ? newest : undefined;
  });
  const resultsSql = `select name, kept_run as "keptRun", credit, judgement from criterion_result where run_id = $1 order by position`;
  type Result = { name: string; keptRun: number | null; credit: number; judgement: object };
  const [before, after] = [
    await many<Result>(owner, resultsSql, [counted.id]),
    await many<Result>(owner, resultsSql, [again.id]),
  ];
  const mark = (result: Result) => ({ ...result, keptRun: counted.id });
  expect(after.filter(({ name }) => name !== 'greet')).toEqual(before.filter(({ name }) => name !== 'greet').map(mark));
  const greet = (results: readonly Result[]) => results.find(({ name }) => name === 'greet');
  expect(greet(after)).toMatchObject({ keptRun: null, credit: greet(before)!.credit });
  expect(
    (await one<{ timings: object }>(owner, 'select timings from run where id = $1', [again.id])).timings,
  ).toMatchObject({
    run: expect.any(Number),
  });
  const change = await page(asked.headers.get('location')!);
  expect(textOf(change)).toMatch(/\( ?greet alone\).*Files and limits are as they were.*No grade moves\./);
  expect(await row('kim')).toBe('kim 27 % 2.67');
});

test('what GitHub delivers twice is done once', async () => {
  const { github } = product;
  const leo = await pupil('leo');
  github.failWebhooks({ event: 'push', kind: 'twice' });
  const sha = await leo.push(right!);
  await completed(leo, sha);
  await quiet(product);
  const before = leo.comments().map((each) => ({ ...each }));
  const sent = github.deliveries.filter(({ webhook }) => webhook.event === 'push' && webhook.payload.after === sha);
  expect(sent.map(({ guid }) => guid)).toEqual([sent[0]?.guid, sent[0]?.guid]);
  github.redeliver(sent[0]!.id);
  await quiet(product);
  expect((await handIns(leo)).filter((each) => each.sha === sha && each.cause === 'push')).toHaveLength(1);
  expect(await runs(leo)).toHaveLength(1);
  expect(leo.checkRuns(sha)).toHaveLength(1);
  expect(leo.comments()).toEqual(before);
});

test('a push that waits gets one receipt, which becomes the result; an emptied Redis loses nothing', {
  timeout: 300_000,
}, async () => {
  const [una, ned, eve] = [await pupil('una'), await pupil('ned'), await pupil('eve')];
  const busy = [await una.push(slow!), await ned.push(slow!)] as const;
  await until('both lanes busy', async () =>
    (await runs(una))[0]?.state === 'running' && (await runs(ned))[0]?.state === 'running' ? true : undefined,
  );
  const sha = await eve.push(right!);
  await product.github.webhooksSettled();
  await product.redis.flush();
  expect(eve.checkRuns(sha)).toEqual([]);
  const receipt = { ...(await until('a receipt', () => eve.checkRuns(sha)[0])) };
  expect(receipt).toMatchObject({ status: 'queued', conclusion: null });
  expect(receipt.title).toMatch(/^Received \d\d:\d\d:\d\d, place 1, about /);
  const graded = await until('a receipt of what is graded', () => una.checkRuns(busy[0])[0]?.title ?? undefined);
  expect(graded).toMatch(/^Received [\d:]+, being graded now$/);

  const result = await completed(eve, sha);
  await quiet(product);
  expect(result).toMatchObject({ id: receipt.id, externalId: receipt.externalId, title: '10 of 10 points' });
  expect([eve.checkRuns(sha), una.checkRuns(busy[0]), ned.checkRuns(busy[1])].map((each) => each.length)).toEqual([
    1, 1, 1,
  ]);
  const writes = checkRunWrites(eve);
  expect(writes.map(({ operation }) => operation)).toEqual(['checks/create', 'checks/update']);
  const received = (await handIns(eve)).find((each) => each.sha === sha)?.receivedAt;
  expect(writes[0]!.at.getTime() - received!.getTime()).toBeGreaterThanOrEqual(10_000);
});

test('a force-push hands in both commits; a branch that was deleted hands in nothing', async () => {
  const { github } = product;
  const pam = await pupil('pam');
  const first = await pam.push(wrong!);
  const second = await pam.push(right!, { rewrite: true });
  expect((await completed(pam, first)).title).toBe('2.67 of 10 points');
  expect((await completed(pam, second)).title).toBe('10 of 10 points');
  await pam.push(wrong!, { branch: 'old' });
  await github.deleteBranch({ repository: pam.repository, user: 'pam', branch: 'old' });
  await quiet(product);
  expect(await row('pam')).toBe('pam 100 % 10');
  expect(await runs(pam)).toHaveLength(2);
  const told = (await deliveries('push', pam)).map(({ outcome, reason }) => ({ outcome, reason }));
  expect(told).toContainEqual({ outcome: 'ignored', reason: 'the branch old was deleted' });
});

test('a pull request from a fork is recorded with its reason, and not graded', async () => {
  const fay = await pupil('fay');
  const { webhook } = await until('the webhook of a pull request', () =>
    product.github.deliveries.find(
      (each) => each.webhook.event === 'pull_request' && JSON.stringify(each.webhook.payload).includes(fay.repository),
    ),
  );
  const payload = structuredClone(webhook.payload) as {
    pull_request: { number: number; head: { repo: { id: number } } };
  };
  Object.assign(payload.pull_request, { number: 2 });
  payload.pull_request.head.repo.id += 1;
  expect(await deliver('pull_request', payload)).toMatchObject({
    ...{ status: 202, outcome: 'ignored', reason: 'its branch is in a fork, not in this repository' },
  });
  await quiet(product);
  expect(await runs(fay)).toEqual([]);
});

test('a repository that fits nobody is graded once course.yaml names it, with the times of its pushes', async () => {
  const mia = await pupil('mia', 'somewhere-else');
  const sha = await mia.push(right!);
  await quiet(product);
  const before = (await handIns(mia)).find((each) => each.sha === sha);
  expect(before?.ignored).toMatch(/^its name fits no assignment/);
  expect(mia.checkRuns(sha)).toEqual([]);
  expect(await page('/courses/tiny/attention')).toMatch(/belong to nobody yet[\s\S]*gopher-school\/somewhere-else/);

  const mapping = 'repositories:\n  gopher-school/somewhere-else: { assignment: greeting, student: mia }\n';
  await appendFile(join(product.course, 'course.yaml'), mapping);
  await product.cli('sync');
  expect((await completed(mia, sha)).title).toBe('10 of 10 points');
  await quiet(product);
  const after = (await handIns(mia)).find((each) => each.sha === sha);
  expect(after).toEqual({ ...before, ignored: null });
  expect(await row('mia')).toBe('mia 100 % 10');
  expect(mia.comments()).toHaveLength(1);
});

test('whatever GitHub answers to reports, in the end there is one check run and one comment', {
  timeout: 300_000,
}, async () => {
  const { github } = product;
  const logins = ['ida', 'ivo', 'ira', 'ina'];
  const four = await Promise.all(logins.map((login) => pupil(login)));
  await quiet(product);
  const from = github.requests.length;
  for (const kind of ['server-error', 'hang', 'done-but-502', 'secondary-limit'] as const)
    github.failAnswers({ operation: 'checks/create', kind, retryAfter: 3 });
  for (const kind of ['done-but-502', 'server-error', 'too-many-requests'] as const)
    github.failAnswers({ operation: 'issues/create-comment', kind, retryAfter: 3 });
  const shas = await Promise.all(four.map((each) => each.push(right!)));
  for (const [i, each] of four.entries()) await completed(each, shas[i]!, 'run:', 120_000);
  await quiet(product);
  const asked = (operation: string) => github.requests.slice(from).filter((each) => each.operation === operation);
  expect(asked('checks/create').map(({ status }) => status)).toEqual(
    expect.arrayContaining([500, null, 502, 403, 201]),
  );
  expect(asked('issues/create-comment').map(({ status }) => status)).toEqual(
    expect.arrayContaining([502, 500, 429, 201]),
  );
  expect(four.map((each, i) => each.checkRuns(shas[i]!).map(({ title }) => title))).toEqual(
    four.map(() => ['10 of 10 points']),
  );
  expect(four.map((each) => each.comments().length)).toEqual([1, 1, 1, 1]);
});

test('what a student wrote or printed is inert in check run, comment and page', async () => {
  const { github } = product;
  const vera = await pupil('vera');
  const branch = '@octocat/a-#1,GH-1,`<img/src=x>`-|';
  const told = await completed(vera, await vera.push(right!, { branch }), 'hand-in:');
  const odd = await vera.push({ 'z@octocat fixes, (b).go': 'package greeting\n' });
  const named = await completed(vera, odd);
  const run = await completed(vera, await vera.push({ 'greeting.go': hostile }, { rewrite: true }));
  await quiet(product);
  const comment = vera.comments()[0]?.body ?? '';
  expect(run.title).toBe('0 of 10 points');
  for (const text of [comment, run.summary ?? '']) expect(text).toContain('octocat');
  for (const text of [comment, run.summary, told.summary, named.summary]) {
    expect(liveMarkup(text ?? '')).toEqual({ mentions: [], references: [] });
  }
  const [, link = '/'] = /\]\((http:[^)]*\/submissions\/\d+)\)/.exec(comment) ?? [];
  for (const html of [await page(link), await (await fetch(github.pullRequestUrl(vera.repository, 1))).text()]) {
    expect(html).toContain('octocat');
    expect(html).not.toMatch(/<img src=x|<script>alert|href="javascript|\0|[\u202a-\u202e\u2066-\u2069]/);
    expect(html.length).toBeLessThan(1_000_000);
  }
  const said = run.annotations.map(({ path, message, title }) => `${path} ${title} ${message}`).join('\n');
  expect(said).toMatch(/^greeting\.go panic/m);
  expect(named.annotations).toEqual([expect.objectContaining({ path: 'z@octocat fixes, (b).go' })]);
  expect(said).not.toMatch(/\0|[\u202a-\u202e\u2066-\u2069]/);
});

test('nothing happened that GitHub could not do, and nothing of ours broke', () => {
  expect(product.github.invalid).toEqual([]);
  expect(product.broken).toEqual([]);
});
