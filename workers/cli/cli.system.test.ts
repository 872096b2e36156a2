import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDocker } from '#workers/sandbox/connect.ts';

const cli = join(import.meta.dirname, '../cli.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pushmark-cli-'));
  await sumAssignment(join(folder, 'sum'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function pushmark(
  args: readonly string[],
  env: Record<string, string> = {},
  whenRunning?: (pid: number) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, PUSHMARK_DATA: join(folder, 'data'), ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  whenRunning?.(child.pid!);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

async function lay(dir: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(dir, path, '..'), { recursive: true });
    await writeFile(join(dir, path), text);
  }
}

const sum = (body: string) =>
  `// Package sum adds.\npackage sum\n\n// Of adds.\nfunc Of(a, b int) int {\n\t${body}\n}\n`;
const test = `package sum\n\nimport "testing"\n\nfunc TestOf(t *testing.T) {\n\tif got := Of(2, 3); got != 5 {\n\t\tt.Errorf("Of(2, 3) = %d, want %d", got, 5)\n\t}\n}\n\nfunc TestZero(t *testing.T) {\n\tif got := Of(0, 0); got != 0 {\n\t\tt.Errorf("Of(0, 0) = %d, want %d", got, 0)\n\t}\n}\n`;

async function sumAssignment(dir: string): Promise<void> {
  const module = 'module example.com/sum\n\ngo 1.26\n';
  await lay(dir, {
    'assignment.yaml':
      'title: Sum\nrubric:\n  - check: tests\n    points: 10\nwrong:\n  - name: minus\n    mistake: subtracts\n    loses: { tests: 0.5 }\n',
    'starter/go.mod': module,
    'starter/sum/sum.go': sum('return 0'),
    'reference/go.mod': module,
    'reference/sum/sum.go': sum('return a + b'),
    'tests/sum/sum_test.go': test,
    'wrong/minus/sum/sum.go': sum('return a - b'),
  });
}

describe('pushmark grade', () => {
  it('prints one document, the same every time, and exits with 0 whatever the score', async () => {
    const args = ['grade', join(folder, 'sum/starter'), '--assignment', join(folder, 'sum'), '--json'];
    const [first, second] = [await pushmark(args), await pushmark(args)];
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toBe(first.stdout);
    expect(JSON.parse(first.stdout)).toMatchObject({
      state: 'done',
      score: 5,
      maxScore: 10,
      criteria: expect.arrayContaining([
        expect.objectContaining({
          ...{ name: 'tests', check: 'tests', credit: 0.5, points: 5, maxPoints: 10 },
          cases: [
            { name: 'sum.TestOf', verdict: 'fail', cause: 'Of(2, 3) = 0, want 5' },
            { name: 'sum.TestZero', verdict: 'pass' },
          ],
        }),
      ]),
      integrity: { mode: 'shared', tampering: [] },
      versions: { go: expect.stringMatching(/^go1\./), seed: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
  });

  it('repeats a run with its seed', async () => {
    const args = [
      'grade',
      join(folder, 'sum/reference'),
      '--assignment',
      join(folder, 'sum'),
      '--json',
      '--seed',
      '2A',
    ];
    expect(JSON.parse((await pushmark(args)).stdout)).toMatchObject({ score: 10, versions: { seed: '2a' } });
  });

  it('shows people what failed and how to see it again', async () => {
    const { code, stdout } = await pushmark([
      'grade',
      join(folder, 'sum/starter'),
      '--assignment',
      join(folder, 'sum'),
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('Sum: 5 of 10 points');
    expect(stdout).toContain("go test ./sum -run '^TestOf$'");
    expect(stdout).not.toContain('\u001b');
  });

  it('removes its container when it is interrupted', async () => {
    const { docker } = await connectDocker();
    const endless = join(folder, 'endless');
    await cp(join(folder, 'sum/reference'), endless, { recursive: true });
    await writeFile(join(endless, 'sum/sum.go'), sum('for {\n\t}'));
    let pid = 0;
    const mine = async () =>
      (await docker.listContainers({ all: true })).filter(({ Labels }) =>
        Labels['pushmark.owner']?.endsWith(`-${pid}`),
      );
    const ended = pushmark(['grade', endless, '--assignment', join(folder, 'sum')], {}, (running) => (pid = running));
    while ((await mine()).every(({ State }) => State !== 'running')) await new Promise((next) => setTimeout(next, 50));
    process.kill(pid, 'SIGINT');
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('interrupted') });
    expect(await mine()).toEqual([]);
  });

  it.each([
    ['a folder that is not there', ['grade', '/none', '--assignment', '@sum'], /^\/none: is no folder/],
    [
      'an assignment that is none',
      ['grade', '@sum/starter', '--assignment', '@sum/starter'],
      /assignment\.yaml: is missing/,
    ],
    ['no assignment', ['grade', '@sum/starter'], /required option '--assignment/],
    ['a seed that is none', ['grade', '@sum/starter', '--assignment', '@sum', '--seed', 'xyz'], /hex digits/],
    ['a command that does not exist', ['grad'], /unknown command 'grad'/],
  ])('exits with 2 for %s', async (_, args, words) => {
    const { code, stderr } = await pushmark(args.map((arg) => arg.replace('@', `${folder}/`)));
    expect(stderr).toMatch(words);
    expect(code).toBe(2);
  });

  it.each([
    ['there is no Docker', { DOCKER_HOST: 'unix:///none' }, /No Docker engine answers/],
    ['there is no image', { PUSHMARK_RUN_IMAGE: 'pushmark-none' }, /pushmark-none is missing\. Build it with/],
  ])('exits with 3 when %s', async (_, env, words) => {
    const { code, stderr } = await pushmark(
      ['grade', join(folder, 'sum/starter'), '--assignment', join(folder, 'sum')],
      env,
    );
    expect(stderr).toMatch(words);
    expect(code).toBe(3);
  });
});

describe('pushmark check', () => {
  it('exits with 0 when every solution scores as it must', async () => {
    const { code, stdout } = await pushmark(['check', join(folder, 'sum')]);
    expect(stdout).toMatch(/sum: holds\n✓ {2}reference {4}10 {2}\/ 10 {2}full/);
    expect(stdout).toMatch(/✓ {2}wrong\/minus {3}5 {2}\/ 10 {2}at most 7/);
    expect(stdout).toMatch(/CPU seconds; a deadline of 300 drains here in \d+\.\d minutes/);
    expect(stdout).toMatch(/judging: 2 of 2 tests sealed, by the same verdicts both ways on 4 solutions/);
    expect(code).toBe(0);
    const again = await pushmark(['check', join(folder, 'sum')]);
    expect(again.stdout).toContain('judging: 2 of 2 tests sealed, by sealed.lock.json');
  });

  it('exits with 1 and says what is lost when a wrong solution scores too much', async () => {
    const lax = join(folder, 'lax');
    await cp(join(folder, 'sum'), lax, { recursive: true });
    await writeFile(join(lax, 'wrong/minus/sum/sum.go'), sum('return b + a'));
    const { code, stdout } = await pushmark(['check', lax]);
    expect(stdout).toMatch(/✗ {2}wrong\/minus {2}10 {2}\/ 10 {2}at most 7/);
    expect(code).toBe(1);
  });

  it('exits with 2 when the reference fails its own tests, and names the test', async () => {
    const broken = join(folder, 'broken');
    await cp(join(folder, 'sum'), broken, { recursive: true });
    await writeFile(join(broken, 'reference/sum/sum.go'), sum('return a'));
    const { code, stderr } = await pushmark(['check', broken]);
    expect(stderr).toMatch(/broken\/tests\/sum: the reference fails TestOf: .*Of\(2, 3\) = 2, want 5/s);
    expect(code).toBe(2);
  });
});

describe('pushmark init', () => {
  it('makes an assignment that holds out of a solution and its tests', async () => {
    const dir = join(folder, 'fresh');
    await lay(dir, {
      'go.mod': 'module example.com/sum\n\ngo 1.26\n',
      'sum/sum.go': sum('return a + b'),
      'sum/name.go': 'package sum\n\nimport "os"\n\nfunc Name() string {\n\treturn os.Args[0]\n}\n',
      'sum/sum_test.go': test,
    });
    expect(await pushmark(['init', dir])).toMatchObject({ code: 0, stderr: '' });
    expect((await readdir(dir)).sort()).toEqual(['README.md', 'assignment.yaml', 'reference', 'starter', 'tests']);
    const { code, stdout } = await pushmark(['check', dir]);
    expect(stdout).toMatch(/reference {2}100 {2}\/ 100 {2}full/);
    expect(stdout).toContain('judging: 2 of 2 tests sealed');
    expect(code).toBe(0);
    expect(await pushmark(['init', dir])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is an assignment already'),
    });
  });

  it('says where a solution does not parse, and touches nothing', async () => {
    const dir = join(folder, 'odd');
    const files = {
      'go.mod': 'module example.com/odd\n',
      'a.go': 'package odd\n\nfunc {\n',
      'a_test.go': 'package odd\n',
    };
    await lay(dir, files);
    expect(await pushmark(['init', dir])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/a\.go:3:6: expected 'IDENT'/),
    });
    expect((await readdir(dir)).sort()).toEqual(['a.go', 'a_test.go', 'go.mod']);
  });
});

describe('pushmark doctor', () => {
  it('finds everything on a machine that is set up', async () => {
    const { code, stdout } = await pushmark(['doctor']);
    expect(stdout).toMatch(/✓ {2}cgroups +version [12]\n/);
    expect(code).toBe(0);
  });

  it('exits with 1 and says how to get what is missing', async () => {
    const { code, stdout } = await pushmark(['doctor'], {
      DOCKER_HOST: 'unix:///none',
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    expect(stdout).toContain('Docker: No Docker engine answers');
    expect(stdout).toContain('Redis: start it or correct REDIS_URL');
    expect(code).toBe(1);
  });
});
