/** `npm run demo`: GitHub's stand-in, the whole product, a small classroom, a live table; left running afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { untilStopped } from '#services/platform/stopping.ts';
import { startServing } from '#workers/serve.ts';
import { type GitHubStandIn, startGitHub } from './github/index.ts';
import type { DemoPush } from './pushes.ts';
import { playStory } from './story.ts';
import { drawer, pushTable } from './table.ts';

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
  const github = await startGitHub({ organization: 'example-classroom' });
  const config = await readConfig(environment(github, data));
  const server = await startServing(config, openLog(config.logLevel), stopping.stop);
  github.connectWebhook(`${server.url}/webhooks/github`);
  const draw = drawer(process.stderr);
  const pushes = await playStory(github, (now) => draw(pushTable(now)));
  show(github, pushes, server.url);
  if (!values.once) await stopping.stopped;
  await server.stop();
  await github.close();
  await rm(data, { recursive: true, force: true });
}

function environment(github: GitHubStandIn, data: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PUSHMARK_DATA: data,
    PUSHMARK_COURSE: join(import.meta.dirname, '../../course'),
    GITHUB_API_URL: github.apiUrl,
    GITHUB_URL: github.gitUrl,
    GITHUB_APP_ID: String(github.appId),
    GITHUB_PRIVATE_KEY: github.privateKey,
    GITHUB_WEBHOOK_SECRET: github.webhookSecret,
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
  process.stderr.write(`\nThe gradebook: ${url}/courses/go${values.once ? '' : '   (Ctrl-C ends the demo)'}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ pushes: pushes.map(summary) })}\n`);
}

function summary({ student, phase, score, maxScore, seconds, asExpected }: DemoPush) {
  const [from, to] = student.expected;
  const expected = { from, to };
  return { student: student.login, state: phase, score, maxScore, expected, asExpected: asExpected ?? false, seconds };
}
