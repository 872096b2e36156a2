import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { Finding } from '#services/classroom/setup/finding.ts';
import type { Config } from '#services/platform/config.ts';
import { one, openDatabase } from '#services/platform/database.ts';
import { connectDocker, type Engine } from '#workers/sandbox/connect.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { githubFindings } from './github/findings.ts';

const LEAST_NODE = [24, 12] as const;

/** Looks at everything; never throws for what is missing. `ping`: GitHub is asked to send something once more. */
export async function diagnose(config: Config, ping = false): Promise<Finding[]> {
  const engine = await connectDocker().catch((error: Error) => error);
  return [
    nodeFinding(process.versions.node),
    await gitFinding(),
    ...engineFindings(engine, config.runtime),
    await imagesFinding(config, engine),
    await databaseFinding(config),
    await queueFinding(config),
    ...(await githubFindings(config, ping)),
  ];
}

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const state = enough ? 'fine' : 'missing';
  const remedy = `needs ${LEAST_NODE.join('.')} or newer; start with \`npx pushmark\`, which brings its own`;
  return { what: 'Node', state, words: version, ...(enough ? {} : { remedy }) };
}

async function gitFinding(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version']);
    return { what: 'git', state: 'fine', words: stdout.trim().replace('git version ', '') };
  } catch {
    return { what: 'git', state: 'missing', words: 'not found', remedy: 'install the package git' };
  }
}

export function engineFindings(engine: Engine | Error, runtime?: string): Finding[] {
  if (engine instanceof Error) {
    return [{ what: 'Docker', state: 'missing', words: 'no answer', remedy: engine.message }];
  }
  const { version, processors, memoryBytes, cgroups, security, runtimes } = engine;
  const memory = `${(memoryBytes / 1024 ** 3).toFixed(1)} GiB`;
  const confined = security.some((option) => option.includes('seccomp'));
  const words = confined ? 'system calls are filtered' : 'system calls are not filtered';
  return [
    { what: 'Docker', state: 'fine', words: `${version}, ${processors} processors, ${memory}` },
    { what: 'cgroups', state: 'fine', words: `version ${cgroups}` },
    {
      ...{ what: 'seccomp', state: confined ? 'fine' : 'missing', words },
      ...(confined
        ? {}
        : { remedy: 'use a kernel and an engine with seccomp: sandboxes bring a profile of their own' }),
    },
    ...(runtime === undefined ? [] : [runtimeFinding(runtime, runtimes)]),
  ];
}

function runtimeFinding(runtime: string, runtimes: readonly string[]): Finding {
  const what = 'runtime';
  if (runtimes.includes(runtime)) return { what, state: 'fine', words: `${runtime} (PUSHMARK_RUNTIME)` };
  const remedy = `the engine has ${runtimes.join(', ')}: add ${runtime} to it, or correct PUSHMARK_RUNTIME`;
  return { what, state: 'missing', words: `the engine has no ${runtime}`, remedy };
}

async function imagesFinding({ images }: Config, engine: Engine | Error): Promise<Finding> {
  const what = 'images';
  const remedy = 'build them with deploy/sandbox/build.sh';
  if (engine instanceof Error) return { what, state: 'missing', words: 'unknown without Docker' };
  try {
    await resolveImages(engine.docker, images);
    return { what, state: 'fine', words: `${images.compile}, ${images.run}` };
  } catch (error) {
    return { what, state: 'missing', words: (error as Error).message, remedy };
  }
}

async function databaseFinding({ databaseUrl, data }: Config): Promise<Finding> {
  const what = 'PostgreSQL';
  if (!databaseUrl) return { what, state: 'fine', words: `embedded, in ${data} (DATABASE_URL is not set)` };
  try {
    const db = await openDatabase({ url: databaseUrl, role: 'owner', max: 1, onIdleError: () => undefined });
    const { version } = await one<{ version: string }>(
      db,
      "select current_setting('server_version') as version",
    ).finally(() => db.end());
    return { what, state: 'fine', words: version };
  } catch (error) {
    const remedy = 'start it or correct DATABASE_URL; without it an own server is used';
    return { what, state: 'missing', words: `no answer: ${(error as Error).message}`, remedy };
  }
}

async function queueFinding({ redisUrl }: Config): Promise<Finding> {
  const what = 'Redis';
  if (!redisUrl) return { what, state: 'fine', words: 'not used: PostgreSQL rings (REDIS_URL is not set)' };
  const { hostname, port } = new URL(redisUrl);
  const open = await opens(hostname, Number(port || 6379));
  if (open) return { what, state: 'fine', words: `${hostname}:${port || 6379} is open` };
  const remedy = 'start it or correct REDIS_URL; without it PostgreSQL rings';
  return { what, state: 'missing', words: `nobody listens at ${hostname}:${port || 6379}`, remedy };
}

function opens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5000 });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}
