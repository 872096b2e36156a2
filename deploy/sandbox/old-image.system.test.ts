/**
 * cmd/go deletes, at the end of a command, what was not used for five days, as soon as the last time it did so is a day
 * ago: an image of last week would lose its whole standard library in the first submission's first command, and every
 * submission would build it again. Here the baked cache pretends to be ten days old.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompileOutcome, CompileStep } from '#graders/steps/compile.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { readSubmission } from '#workers/cli/submission.ts';
import { COMPILE_LIMITS, compileBudget } from '#workers/grading/budgets.ts';
import { compileJob } from '#workers/grading/jobs.ts';
import { stepId } from '#workers/grading/step-ids.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { type DockerSandbox, dockerSandbox } from '#workers/sandbox/docker.ts';

const tag = `pushmark-old-test:${process.pid}`;
const maxBuffer = 64 << 20;
let submission: FileTree;
let sandbox: DockerSandbox;

beforeAll(async () => {
  const [compile = ''] = execFileSync(join(import.meta.dirname, 'build.sh'), { encoding: 'utf8' }).split('\n');
  const age = [
    "find /opt/pushmark/gocache -type f -exec touch -d '10 days ago' {} +",
    "date -d '10 days ago' +%s >/opt/pushmark/gocache/trim.txt",
  ];
  const input = `FROM ${compile}\nRUN ${age.join(' && ')}\n`;
  execFileSync('docker', ['build', '--network', 'none', '-t', tag, '-'], { input, stdio: 'pipe', maxBuffer });
  const { docker, processors } = await connectDocker();
  sandbox = dockerSandbox(docker, { owner: `old-image-test-${process.pid}`, processors });
  submission = await readSubmission(join(import.meta.dirname, 'testdata/warm'));
}, 900_000);

afterAll(async () => {
  await sandbox.close();
  execFileSync('docker', ['rmi', '-f', tag], { stdio: 'pipe' });
});

/** A command that says what it executes. */
function verbose(flags: readonly string[], cgo: string): CompileStep {
  const args = ['test', '-c', '-x', ...flags, '-overlay={overlay}', '-ldflags=-s -w', '-vet=off', '-o', '{out}', '.'];
  return { kind: 'go', tree: 'judged', args, env: { CGO_ENABLED: cgo }, artifact: true, timeoutMs: 60_000 };
}

test('what an old image has ready is still ready, for the first command and for those behind it', async () => {
  const steps = [verbose([], '0'), verbose(['-race'], '1'), verbose(['-cover'], '0')];
  const trees = { judged: submission, own: submission, reference: submission };
  const { entries } = await sandbox.execute({
    ...{ image: tag, profile: 'compile', limits: compileBudget(steps) },
    input: compileJob(steps, trees as never, COMPILE_LIMITS, 1),
  });
  for (const step of steps) {
    const outcome = JSON.parse(String(entries.get(`steps/${stepId(step)}.json`))) as CompileOutcome;
    expect(outcome, outcome.stderr.slice(-500)).toMatchObject({ ending: 'exited', exitCode: 0 });
    const compiled = [...outcome.stderr.matchAll(/\/compile .*?-p ([^ ]+)/g)].map((match) => match[1]);
    expect(compiled.length).toBeGreaterThan(0);
    expect(compiled.filter((name) => name !== 'main' && !name?.startsWith('example.com/m'))).toEqual([]);
  }
});

test('it would not be, without what the judge does', () => {
  const script = [
    'cp -as /opt/pushmark/gocache /tmp/gocache && rm /tmp/gocache/trim.txt && cp /opt/pushmark/gocache/trim.txt /tmp/gocache',
    'export GOCACHE=/tmp/gocache && mkdir /tmp/m && cd /tmp/m && tar -x',
    'count() { find /tmp/gocache -name "*-d" | wc -l; }',
    'count && go build -o /dev/null ./cmd/tool && count',
  ].join('\n');
  const input = execFileSync('tar', ['-C', join(import.meta.dirname, 'testdata/warm'), '-c', '.']);
  const args = ['run', '--rm', '-i', '--network', 'none', '--tmpfs', '/tmp:exec,size=1g', tag, 'sh', '-euc', script];
  const printed = execFileSync('docker', args, { encoding: 'utf8', input, maxBuffer });
  const [before = 0, after = 0] = printed.trim().split('\n').map(Number);
  expect(before).toBeGreaterThan(1000);
  expect(after).toBeLessThan(before / 2);
});
