import { afterAll, beforeAll, expect, test } from 'vitest';
import { appClient } from '../clients.ts';
import { type GitHubStandIn, startGitHub } from '../index.ts';

let github: GitHubStandIn;

beforeAll(async () => {
  github = await startGitHub();
  github.createUser('ada');
  await github.createRepository({ name: 'm02-ada', files: { a: 'a' }, writers: ['ada'], feedbackPullRequest: true });
  const { sha } = await github.push({ repository: 'm02-ada', user: 'ada' });
  const place = {
    path: 'a.go',
    start_line: 3,
    end_line: 3,
    annotation_level: 'failure',
    message: 'got <b>1</b>',
  } as const;
  const repository = { owner: 'gopher-school', repo: 'm02-ada' };
  const output = { title: '9 of 10', summary: 'Well **done**', annotations: [place] };
  const client = appClient(github);
  await client.checks.create({ ...repository, name: 'Pushmark', head_sha: sha, conclusion: 'success', output });
  await client.issues.createComment({ ...repository, issue_number: 1, body: '## 9 of 10\n\n<script>x</script>' });
});
afterAll(() => github.close());

test('a pull request has a page with its checks and comments, without scripts', async () => {
  const response = await fetch(github.pullRequestUrl('m02-ada', 1));
  const html = await response.text();
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  expect(html).toContain('<h2>9 of 10</h2>');
  expect(html).toContain('Well <strong>done</strong>');
  expect(html).toContain('<code>a.go:3</code>');
  expect(html).toContain('got &lt;b&gt;1&lt;/b&gt;');
  expect(html).not.toContain('<script');
});

test('the first page lists every pull request', async () => {
  expect(await (await fetch(github.gitUrl)).text()).toContain('href="/gopher-school/m02-ada/pull/1"');
});

test('a page that is not there is not found', async () => {
  expect((await fetch(`${github.gitUrl}/gopher-school/m02-ada/pull/7`)).status).toBe(404);
});

test('the same is there for a terminal', () => {
  const text = github.pullRequestText('m02-ada', 1);
  expect(text).toMatch(/#1 Feedback {2}\(feedback ← main, [0-9a-f]{7}\)/);
  expect(text).toContain('[success] Pushmark: 9 of 10');
  expect(text).toContain('a.go:3 failure: got 1');
});
