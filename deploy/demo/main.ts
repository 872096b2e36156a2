/** `npm run demo`: GitHub's stand-in, the whole product, a small classroom, a live table; left running afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CALLBACK } from '#services/gradebook/doors/sign-in.ts';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { untilStopped } from '#services/platform/stopping.ts';
import { startServing } from '#workers/serve.ts';
import { classroomPermissions, type GitHubStandIn, startGitHub } from './github/index.ts';
import type { DemoPush } from './pushes.ts';
import { playStory } from './story.ts';
import { drawer, pushTable } from './table.ts';
import { writeCourse } from './term/course.ts';
import { classmates } from './term/people.ts';
import { playTerm } from './term/term.ts';

const staff = ['teacher', 'assistant'];

const usage = `npm run demo [-- --once] [--json]
  --once  end when everybody has a result; the exit code says whether all is as expected
  --json  print one JSON summary as the last line
  --port  where the gradebook listens (default 8080, or a free one with --once)`;

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    port: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else {
  await demo();
}

async function demo(): Promise<void> {
  const stopping = untilStopped();
  const data = await mkdtemp(join(tmpdir(), 'pushmark-demo-'));
  const now = new Date();
  const github = await startGitHub({ organization: 'example-classroom', permissions: classroomPermissions });
  const leave = async () => {
    await github.close();
    await rm(data, { recursive: true, force: true });
  };
  const accounts = [...staff, ...classmates].map((login) => ({ login, githubId: github.createUser(login).id }));
  const config = await readConfig(environment(github, data, await writeCourse(data, now)));
  const log = openLog(config.logLevel);
  const server = await startServing(config, log, stopping.stop).catch(async (error: Error) => {
    await leave();
    process.stderr.write(`The demo could not start: ${error.message}\n${advice(error)}`);
    process.exitCode = 3;
  });
  if (!server) return;
  github.connectWebhook(`${server.url}/webhooks/github`);
  github.addCallback(server.url + CALLBACK);
  const draw = drawer(process.stderr);
  const pushes = await playStory(github, (now) => draw(pushTable(now)));
  await playTerm(config, log, now, accounts);
  show(github, pushes, server.url);
  if (!values.once) await stopping.stopped;
  await server.stop();
  await leave();
}

function advice(error: Error): string {
  return 'code' in error && error.code === 'EADDRINUSE'
    ? 'Something else listens there: choose another with --port.\n'
    : '';
}

function environment(github: GitHubStandIn, data: string, course: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PUSHMARK_DATA: data,
    PUSHMARK_COURSE: course,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_URL: github.gitUrl,
    GITHUB_APP_ID: String(github.appId),
    GITHUB_PRIVATE_KEY: github.privateKey,
    GITHUB_WEBHOOK_SECRET: github.webhookSecret,
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_CLIENT_SECRET: github.clientSecret,
    PORT: values.port ?? (values.once ? '0' : '8080'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  };
}

function show(github: GitHubStandIn, pushes: readonly DemoPush[], url: string): void {
  if (!process.stderr.isTTY) process.stderr.write(`${pushTable(pushes)}\n`);
  const told = pushes.find((push) => push.student.login === 'index-panic') ?? pushes[0];
  const pull = told && github.pullRequests(told.repository)[0];
  if (told && pull) {
    process.stderr.write(
      `\nWhat ${told.student.login} sees on the pull request (${github.pullRequestUrl(told.repository, pull.number)}):\n\n`,
    );
    process.stderr.write(`${github.pullRequestText(told.repository, pull.number)}\n`);
  }
  const wrong = pushes.filter((push) => !push.asExpected);
  if (wrong.length > 0 || github.invalid.length > 0) process.exitCode = 1;
  for (const misfit of github.invalid)
    process.stderr.write(`GitHub could not have said or taken this: ${JSON.stringify(misfit)}\n`);
  process.stderr.write(doors(url));
  if (!values.once) process.stderr.write('\nCtrl-C ends the demo.\n');
  if (values.json) process.stdout.write(`${JSON.stringify({ pushes: pushes.map(summary) })}\n`);
}

/** A link for each who looks at the course: it signs in at the stand-in, and shows what that person would see. */
function doors(url: string): string {
  const link = (login: string, path: string) => `${url}/sign-in?login=${login}&to=${encodeURIComponent(path)}`;
  return `
Look at the course of these students as
  teacher    ${link('teacher', '/courses/go')}
             new points and a regrade wait for a decision: ${url}/courses/go/changes
  assistant  ${link('assistant', '/courses/go/requests')}
  student    ${link('eve', '/courses/go/me')}
`;
}

function summary({ student, phase, score, maxScore, seconds, asExpected }: DemoPush) {
  const [from, to] = student.expected;
  const expected = { from, to };
  return { student: student.login, state: phase, score, maxScore, expected, asExpected: asExpected ?? false, seconds };
}
