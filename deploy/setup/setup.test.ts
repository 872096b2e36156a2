import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/**
 * The scripts run in a copy of this folder, on a PATH that holds the plain tools and programs made up by the test.
 * What those were called with is in `calls`.
 */
const TOOLS =
  'bash sh env cat sed awk tail tr cut date sleep mkdir rm mv ln dirname readlink grep seq setsid nohup kill touch';

let root: string;
let programs: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pushmark-setup-'));
  programs = join(root, 'programs');
  mkdirSync(programs);
  cpSync(import.meta.dirname, join(root, 'deploy/setup'), { recursive: true });
  for (const tool of TOOLS.split(' ')) {
    const found = ['/usr/bin', '/bin'].map((folder) => join(folder, tool)).find((path) => existsSync(path));
    if (found) symlinkSync(found, join(programs, tool));
  }
  program('id', 'echo 0');
  program('uname', 'echo Linux');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function program(name: string, body: string) {
  writeFileSync(join(programs, name), `#!/bin/sh\necho "${name} $*" >>"${root}/calls"\n${body}\n`);
  chmodSync(join(programs, name), 0o755);
}

const calls = (start: string) =>
  existsSync(join(root, 'calls'))
    ? readFileSync(join(root, 'calls'), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(start))
    : [];

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function run(script: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(join(root, 'deploy/setup', script), {
    env: { PATH: programs, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

/** An engine that answers once its daemon, or systemd, was started. */
const DOCKER = (state: string) => `[ -e "${state}" ]`;

/** apt-get that installs an engine; its daemon ends by itself. */
function installableEngine() {
  const running = join(root, 'running');
  const install = [
    'case "$*" in *install*docker.io*)',
    `  printf '#!/bin/sh\\n${DOCKER(running)}\\n' >"${programs}/docker"`,
    `  printf '#!/bin/sh\\necho dockerd >>"${root}/calls"\\nsleep 0.3\\ntouch "${running}"\\nsleep 1\\n' >"${programs}/dockerd"`,
    `  printf '#!/bin/sh\\necho dockerd >>"${root}/calls"\\ntouch "${running}"\\n' >"${programs}/systemctl"`,
    `  chmod 755 "${programs}/docker" "${programs}/dockerd" "${programs}/systemctl"`,
    'esac',
  ];
  program('apt-get', install.join('\n'));
  symlinkSync('/bin/chmod', join(programs, 'chmod'));
}

describe('docker.sh', () => {
  test('takes an engine that answers, and says nothing', async () => {
    program('docker', 'exit 0');
    program('apt-get', 'exit 0');
    expect(await run('docker.sh')).toEqual({ code: 0, said: '' });
    expect(calls('apt-get')).toEqual([]);
  });

  test('installs and starts one where there is none and nobody to ask, and says so', async () => {
    installableEngine();
    const { code, said } = await run('docker.sh');
    expect(said).toContain('installing the Docker engine');
    expect(code).toBe(0);
    expect(calls('dockerd')).toHaveLength(1);
  });

  test.each([
    ['with flock', true],
    ['without flock', false],
  ])('does it once when called twice at once, %s', async (_, flock) => {
    installableEngine();
    if (flock) symlinkSync('/usr/bin/flock', join(programs, 'flock'));
    const ended = await Promise.all([run('docker.sh'), run('docker.sh')]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(calls('apt-get')).toHaveLength(1);
    expect(calls('dockerd')).toHaveLength(1);
  });

  test('installs nothing when told not to, and says what to do', async () => {
    installableEngine();
    const { code, said } = await run('docker.sh', { PUSHMARK_YES: '0' });
    expect(said).toContain('apt-get install docker.io');
    expect(code).toBe(1);
    expect(calls('apt-get')).toEqual([]);
  });

  test('reads the package lists anew when the first try fails', async () => {
    installableEngine();
    const body = readFileSync(join(programs, 'apt-get'), 'utf8');
    writeFileSync(
      join(programs, 'apt-get'),
      body.replace(
        'case',
        `[ -e "${root}/lists" ] || case "$*" in *update*) touch "${root}/lists" ;; *) exit 100 ;; esac\ncase`,
      ),
    );
    expect((await run('docker.sh')).code).toBe(0);
    expect(calls('apt-get').map((line) => line.match(/install|update/)?.[0])).toEqual(['install', 'update', 'install']);
  });

  test('shows the end of the log and where it is when an installation fails', async () => {
    program('apt-get', 'echo "E: no space left"; exit 100');
    const { code, said } = await run('docker.sh');
    expect(said).toMatch(/E: no space left.*failed: installing the Docker engine.*\.pushmark\/log\/docker\.log/s);
    expect(code).toBe(1);
  });

  test('says how to get the right to use the engine', async () => {
    program('docker', 'echo "permission denied while trying to connect" >&2; exit 1');
    program('dockerd', 'exit 1');
    const { code, said } = await run('docker.sh');
    expect(said).toContain('usermod -aG docker');
    expect(code).toBe(1);
  });

  test('on other systems it says what to install', async () => {
    program('uname', 'echo Darwin');
    const { code, said } = await run('docker.sh');
    expect(said).toContain('Docker Desktop');
    expect(code).toBe(1);
  });
});

describe('node.sh', () => {
  const lock = (version: string) =>
    JSON.stringify({
      packages: { '': {}, 'node_modules/a': { version }, 'node_modules/mac': { version: '1', optional: true } },
    });

  beforeEach(() => {
    symlinkSync(process.execPath, join(programs, 'node'));
    writeFileSync(join(root, 'package-lock.json'), lock('2'));
    const installed = `mkdir -p node_modules/.bin && echo '${JSON.stringify({ packages: { 'node_modules/a': { version: '2' } } })}' >node_modules/.package-lock.json`;
    program('npm', `${installed} && ln -sf ${process.execPath} node_modules/.bin/node`);
  });

  test('installs once and is still afterwards; packages for other systems are not missed', async () => {
    const { code, said } = await run('node.sh');
    expect(said).toContain('installing the npm packages');
    expect(code).toBe(0);
    expect(await run('node.sh')).toEqual({ code: 0, said: '' });
    expect(calls('npm')).toEqual(['npm ci --include=dev --no-audit --no-fund']);
  });

  test('installs again when the lock file asks for another version', async () => {
    await run('node.sh');
    writeFileSync(join(root, 'package-lock.json'), lock('3'));
    await run('node.sh');
    expect(calls('npm ci')).toHaveLength(2);
  });

  test('finishes packages whose install scripts did not run', async () => {
    await run('node.sh');
    rmSync(join(root, 'node_modules/.bin/node'));
    expect((await run('node.sh')).code).toBe(0);
    expect(calls('npm rebuild')).toHaveLength(1);
  });
});
