import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { appClient, tokenClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';

let github: GitHubStandIn;
let sha: string;
const ada = { owner: 'gopher-school', repo: 'm02-ada' };
const place = { path: 'main.go', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'odd' } as const;

beforeAll(async () => {
  github = await startGitHub();
  github.createUser('ada');
  const files = { 'main.go': 'package main\n' };
  await github.createRepository({ name: 'm02-ada', files, writers: ['ada'], feedbackPullRequest: true });
  sha = (await github.push({ repository: 'm02-ada', user: 'ada' })).sha;
});
afterAll(() => github.close());
afterEach(() => expect(github.takeInvalid()).toEqual([]));

const create = (more: object = {}) =>
  appClient(github).checks.create({ ...ada, name: 'Pushmark', head_sha: sha, ...more });
const done = { status: 'completed', conclusion: 'success' } as const;
const output = { title: '9 of 10', summary: 'well' };

test('a run is made complete in one request, with what it says and where', async () => {
  const { data } = await create({ ...done, external_id: 'run-7', output: { ...output, annotations: [place] } });
  expect(data).toMatchObject({ ...done, head_sha: sha, external_id: 'run-7', app: { id: github.appId } });
  expect(data.output).toMatchObject({ ...output, text: null, annotations_count: 1 });
  expect(data.completed_at).not.toBeNull();
  const { data: annotations } = await appClient(github).checks.listAnnotations({ ...ada, check_run_id: data.id });
  expect(annotations).toMatchObject([{ ...place, start_column: null, title: null }]);
});

test('ids do not fit into 32 bits', async () => {
  expect((await create()).data.id).toBeGreaterThan(2 ** 32);
});

test('an update appends annotations and changes only what it names', async () => {
  const { data } = await create({ output: { ...output, annotations: [place] } });
  const change = { check_run_id: data.id, ...done, output: { summary: 'better', annotations: [place, place] } };
  const { data: updated } = await appClient(github).checks.update({ ...ada, ...change });
  expect(updated).toMatchObject({ ...done, name: 'Pushmark', output: { title: '9 of 10', annotations_count: 3 } });
  expect(updated.output.summary).toBe('better');
});

test('a conclusion completes a run, and a new beginning takes it away', async () => {
  const client = appClient(github);
  const { data } = await create({ conclusion: 'neutral' });
  expect(data).toMatchObject({ status: 'completed', conclusion: 'neutral' });
  const again = await client.checks.update({ ...ada, check_run_id: data.id, status: 'in_progress' });
  expect(again.data).toMatchObject({ status: 'in_progress', conclusion: null, completed_at: null });
});

test('a second run of a name is another run, and the newest is the one listed', async () => {
  const [first, second] = [await create({ ...done, name: 'Twice' }), await create({ ...done, name: 'Twice' })];
  const list = async (more: object) => {
    const { data } = await appClient(github).checks.listForRef({ ...ada, ref: sha, ...more });
    return data.check_runs.filter(({ name }) => name === 'Twice').map(({ id }) => id);
  };
  expect(await list({})).toEqual([second.data.id]);
  expect(await list({ filter: 'all', check_name: 'Twice' })).toEqual([second.data.id, first.data.id]);
});

test("another App's run of our name is known by its App, and not ours to change", async () => {
  const forged = await github.createForeignCheckRun('m02-ada', { name: 'Forged', head_sha: sha, ...done });
  const mine = await create({ ...done, name: 'Forged' });
  const client = appClient(github);
  const runs = async (more: object) =>
    (await client.checks.listForRef({ ...ada, ref: sha, check_name: 'Forged', ...more })).data.check_runs;
  expect((await runs({})).map(({ id }) => id)).toEqual([mine.data.id, forged.id]);
  expect((await runs({ app_id: github.appId })).map(({ id }) => id)).toEqual([mine.data.id]);
  const call = client.checks.update({ ...ada, check_run_id: forged.id, ...done });
  await expect(call).rejects.toMatchObject({ status: 403, message: /Invalid app_id/ });
});

test('a run lists the open pull requests whose head it judges', async () => {
  const { data } = await create(done);
  expect(data.pull_requests).toMatchObject([{ number: 1, head: { sha, ref: 'main' }, base: { ref: 'feedback' } }]);
});

test('a commit that is not in the repository gets no run', async () => {
  await expect(create({ head_sha: '1'.repeat(40) })).rejects.toMatchObject({ status: 422, message: /No commit found/ });
});

test.each([
  ['more than 50 annotations', { output: { ...output, annotations: Array.from({ length: 51 }, () => place) } }],
  ['completed without a conclusion', { status: 'completed' }],
  ['a summary above 65,535 characters', { output: { ...output, summary: 'x'.repeat(65_536) } }],
  ['a text above 65,535 characters', { output: { ...output, text: 'x'.repeat(65_536) } }],
  ['an output without a title', { output: { summary: 'well' } }],
  ['an unknown conclusion', { conclusion: 'great' }],
  ['the conclusion that only GitHub sets', { conclusion: 'stale' }],
  [
    'more than three actions',
    { actions: Array.from({ length: 4 }, () => ({ label: 'a', description: 'b', identifier: 'c' })) },
  ],
  ['an annotation before the first line', { output: { ...output, annotations: [{ ...place, start_line: 0 }] } }],
  ['an annotation that ends before it starts', { output: { ...output, annotations: [{ ...place, start_line: 2 }] } }],
  ['an annotation without a path', { output: { ...output, annotations: [{ ...place, path: '' }] } }],
  ['an annotation without a message', { output: { ...output, annotations: [{ ...place, message: '' }] } }],
  ['a message above 64 KB', { output: { ...output, annotations: [{ ...place, message: 'x'.repeat(65_537) }] } }],
  ['a title above 255 characters', { output: { ...output, annotations: [{ ...place, title: 'x'.repeat(256) }] } }],
  ['columns over several lines', { output: { ...output, annotations: [{ ...place, end_line: 2, start_column: 1 }] } }],
])('%s is refused, and noted', async (_, body) => {
  await expect(create(body)).rejects.toMatchObject({ status: 422, response: { data: { status: '422' } } });
  expect(github.takeInvalid()).toMatchObject([{ what: 'request', operation: 'checks/create' }]);
});

test('an update to completed without a conclusion is refused, and noted', async () => {
  const { data } = await create();
  const call = appClient(github).checks.update({ ...ada, check_run_id: data.id, status: 'completed' });
  await expect(call).rejects.toMatchObject({ status: 422 });
  expect(github.takeInvalid()).toHaveLength(1);
});

test('columns are taken where start and end are one line', async () => {
  const annotations = [{ ...place, start_column: 1, end_column: 7 }];
  expect((await create({ output: { ...output, annotations } })).status).toBe(201);
});

test('a misspelt field does no harm at GitHub, and is noted here', async () => {
  const token = github.installationToken();
  const call = { ...ada, name: 'x', head_sha: sha, detail_url: 'http://127.0.0.1/' };
  expect((await tokenClient(github, token).request('POST /repos/{owner}/{repo}/check-runs', call)).status).toBe(201);
  expect(github.takeInvalid()).toMatchObject([{ problems: ['GitHub does not know detail_url'] }]);
});

test('a path that GitHub does not have is 404, and noted', async () => {
  await expect(appClient(github).request('GET /classrooms')).rejects.toMatchObject({ status: 404 });
  expect(github.takeInvalid()).toMatchObject([{ what: 'request', operation: 'GET /classrooms' }]);
});
