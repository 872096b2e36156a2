import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Subject } from '#graders/check.ts';
import { buildStep, testBinaryStep, vetStep } from '#graders/go/steps.ts';

const build = join(import.meta.dirname, 'build.sh');
const maxBuffer = 64 << 20;
const docker = (...args: readonly string[]) => execFileSync('docker', args, { encoding: 'utf8', maxBuffer });

let compile: string;
let run: string;
let submission: Buffer;

beforeAll(() => {
  [compile = '', run = ''] = execFileSync(build, { encoding: 'utf8' }).trim().split('\n');
  submission = execFileSync('tar', ['-C', join(import.meta.dirname, 'testdata/warm'), '-c', '.']);
}, 900_000);

/** Runs a script beside the submission as the compile profile does: no network, read-only, no rights, not root. */
function inCompile(script: string): string {
  const profile = ['--network', 'none', '--read-only', '--tmpfs', '/tmp:exec,size=1g,mode=1777', '--cap-drop', 'ALL'];
  const prepare = [
    'mkdir /tmp/m && cd /tmp/m && tar -x',
    'cp -as /opt/pushmark/gocache /tmp/gocache && date +%s >/tmp/gocache/trim.txt',
    'export GOCACHE=/tmp/gocache',
  ];
  const args = [
    'run',
    '--rm',
    '-i',
    ...profile,
    '-u',
    '1000:1000',
    compile,
    'sh',
    '-euc',
    [...prepare, script].join('\n'),
  ];
  return execFileSync('docker', args, { encoding: 'utf8', input: submission, maxBuffer });
}

/** Import paths that a verbose go command compiled, assembled or vetted, without those of the submission. */
function foreign(shown: string): (string | undefined)[] {
  const worked = [...shown.matchAll(/\/tool\/[^ ]*\/(?:compile|asm|cgo) .*?-p ([^ ]+)/g)].map((match) => match[1]);
  return worked.filter((name) => name !== 'main' && !name?.startsWith('example.com/m'));
}

/** The builds that checks ask for, with what the judge puts in, and those of our own Go tests. */
const subject = { limits: { compileMs: 60_000 } } as Subject;
const STEPS = [
  buildStep(subject),
  vetStep(subject),
  testBinaryStep(subject, '.', { tree: 'judged' }),
  testBinaryStep(subject, '.', { tree: 'judged', race: true }),
  testBinaryStep(subject, '.', { tree: 'own', cover: ['example.com/m/...'] }),
  { args: ['test', '-c', '-race', '-vet=off', '-o', '{out}', '.'], env: { CGO_ENABLED: '1' } },
  { args: ['build', '-race', '-o', '{out}', './cmd/tool'], env: { CGO_ENABLED: '1' } },
].map(({ args, env }) => ({
  cgo: env?.CGO_ENABLED,
  command: args
    .map((arg) => arg.replace('{overlay}', '/opt/pushmark/overlay/overlay.json').replace('{out}', '/tmp/t'))
    .map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))
    .join(' '),
}));

/** Whether a program asks for a loader, and whether it has a table for one. */
function segments(path: string): { readonly interpreter: boolean; readonly dynamic: boolean } {
  const program = readFileSync(path);
  const [table, size, count] = [
    Number(program.readBigUInt64LE(32)),
    program.readUInt16LE(54),
    program.readUInt16LE(56),
  ];
  const types = Array.from({ length: count }, (_, i) => program.readUInt32LE(table + i * size));
  return { interpreter: types.includes(3), dynamic: types.includes(2) };
}
const STATIC = { interpreter: false, dynamic: false };

/** Packages whose facts were not in the cache. The submission has three, one of them once more for its test. */
const vetted = (shown: string) => shown.match(/\/tool\/[^ ]*\/vet .*vet\.cfg/g)?.length ?? 0;
const OWN_PACKAGES = 4;

describe('the compile image', () => {
  test.each(STEPS)('has all of the standard library ready for: $command', ({ cgo, command }) => {
    const shown = inCompile(`CGO_ENABLED=${cgo} go ${command.replace(' ', ' -x ')} 2>&1`);
    expect(shown).toMatch(/example\.com\/m/);
    expect(foreign(shown)).toEqual([]);
    expect(vetted(shown)).toBeLessThanOrEqual(OWN_PACKAGES);
    expect(vetted(shown) > 0).toBe(command.startsWith('vet'));
  });

  test.each(['CGO_ENABLED=0 go build', 'CGO_ENABLED=1 go build -race'])(
    'has what servants are linked with: %s',
    (go) => {
      const shown = inCompile(`${go} -x -v -overlay=/opt/pushmark/overlay/overlay.json pushmark/judge/seal/... 2>&1`);
      expect(foreign(shown)).toEqual([]);
    },
  );

  test('would be seen to compile what is not ready', () => {
    const shown = inCompile('CGO_ENABLED=0 go build -x -gcflags=math/bits=-N math/bits 2>&1');
    expect(foreign(shown)).toEqual(['math/bits']);
  });

  test('keeps a cache that cmd/go neither touches nor trims for decades', () => {
    expect(inCompile('find /opt/pushmark/gocache -mindepth 1 ! -newermt 2099-01-01')).toBe('');
    expect(inCompile('ls /opt/pushmark/gocache')).not.toMatch(/trim\.txt/);
  });

  test('holds nothing outside /tmp that a submission could write', () => {
    expect(
      inCompile(
        'find / -xdev ! -type l ! -path "/tmp*" ! -path "/var/tmp" ! -path /run/lock -writable 2>/dev/null || true',
      ),
    ).toBe('');
  });
});

describe('the run image', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pushmark-images-'));
    const program = inCompile('CGO_ENABLED=1 go build -race -o /tmp/t ./cmd/tool && base64 /tmp/t');
    writeFileSync(join(folder, 'tool'), Buffer.from(program, 'base64'), { mode: 0o755 });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('runs a program of the race detector, with time zones and users', () => {
    const id = docker('create', '--network', 'none', run, '/tool').trim();
    try {
      docker('cp', join(folder, 'tool'), `${id}:/tool`);
      const { stderr, status } = spawnSync('docker', ['start', '-a', id], { encoding: 'utf8' });
      expect({ stderr, status }).toEqual({ stderr: '[1]Europe/Berlin <nil>root<nil>\n', status: 0 });
    } finally {
      docker('rm', '-f', id);
    }
  });

  test('has a judge that no library of the image or of a student can become a part of', () => {
    const id = docker('create', run).trim();
    docker('cp', `${id}:/opt/pushmark`, join(folder, 'judge'));
    docker('rm', '-f', id);
    for (const name of ['judge', 'enter']) expect(segments(join(folder, 'judge', name)), name).toEqual(STATIC);
    expect(segments(join(folder, 'tool'))).not.toEqual(STATIC);
  });

  test('holds no shell, no toolchain, no source', () => {
    const id = docker('create', run).trim();
    const list = execFileSync('sh', ['-c', `docker export ${id} | tar -t`], { encoding: 'utf8', maxBuffer }).split(
      '\n',
    );
    docker('rm', '-f', id);
    expect(list.filter((path) => /(^|\/)(s?bin|go|src)\//.test(path) || /\.(go|sh)$/.test(path))).toEqual([]);
    expect(list).toContain('opt/pushmark/judge');
  });
});

test('building again prints the same names and does nothing', () => {
  const again = spawnSync(build, { encoding: 'utf8' });
  expect(again.stdout).toBe(`${compile}\n${run}\n`);
  expect(again.stderr).toBe('');
});
