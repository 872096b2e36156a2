/** Well-known Go modules as assignments: their own tests are the hidden tests, all the rest is the reference. */
import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { filesOf } from './pupil.ts';

export type Files = Readonly<Record<string, Buffer>>;

const run = promisify(execFile);
const certificates = '/etc/ssl/certs';

/**
 * Fetches modules, as `path@version`, from the module proxy of the environment (GOPROXY) into a folder, with the Go of
 * this machine, or that of the sandbox image where there is none. Answers the files of each.
 */
export async function fetchModules(modules: readonly string[], folder: string): Promise<Map<string, Files>> {
  const go = (await run('go', ['version']).catch(() => undefined)) ? ['go'] : await goInImage(folder);
  const [command = 'go', ...args] = [...go, 'mod', 'download', '-json', ...modules];
  const { stdout } = await run(command, args, { cwd: folder, env: { ...process.env, ...settings(folder) } });
  const told = JSON.parse(`[${stdout.replaceAll(/^}$/gm, '},').replace(/,\s*$/, '')}]`) as Told[];
  return new Map(
    await Promise.all(told.map(async ({ Path, Version, Dir }) => [`${Path}@${Version}`, await filesOf(Dir)] as const)),
  );
}

interface Told {
  readonly Path: string;
  readonly Version: string;
  readonly Dir: string;
}

function settings(folder: string) {
  return { GOMODCACHE: join(folder, 'modules'), GOFLAGS: '-mod=mod -modcacherw', GOTOOLCHAIN: 'local' };
}

/** Networks like this machine's may have their own certificates. */
async function goInImage(folder: string): Promise<string[]> {
  const certs = await access(certificates).then(
    () => ['--volume', `${certificates}:${certificates}:ro`],
    () => [],
  );
  const environment = ['GOPROXY', 'GOSUMDB', ...Object.keys(settings(folder))].flatMap((name) => ['--env', name]);
  const place = ['--volume', `${folder}:${folder}`, '--workdir', folder, '--env', `GOCACHE=${folder}/cache`];
  const user = ['--user', `${process.getuid?.()}:${process.getgid?.()}`];
  return ['docker', 'run', '--rm', '--network', 'host', ...user, ...place, ...certs, ...environment, image, 'go'];
}

const image = 'pushmark-compile:latest';

/** Writes the assignment; the starter is the reference. */
export async function writeAssignment(folder: string, files: Files, yaml: string): Promise<void> {
  await put(folder, { 'assignment.yaml': Buffer.from(yaml) });
  for (const [path, content] of Object.entries(files)) {
    const part = isTest(path) ? ['tests'] : ['starter', 'reference'];
    for (const name of part) await put(join(folder, name), { [path]: content });
  }
}

/** The module without its tests: what a student hands in. */
export function solution(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !isTest(path)));
}

function isTest(path: string): boolean {
  return path.endsWith('_test.go') || path.split('/').includes('testdata');
}

async function put(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
