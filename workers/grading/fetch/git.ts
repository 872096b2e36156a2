import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** How one git process is held. */
export interface GitBounds {
  /** The bare repository, which is also git's home. */
  readonly directory: string;
  /** `key`, `value`; given by environment, for arguments can be read by every user of the machine. */
  readonly config: readonly (readonly [string, string])[];
  /** Bytes of the largest file that git may write. */
  readonly fileBytes: number;
  /** Seconds of CPU. */
  readonly cpuSeconds: number;
  /** Kills git and its children. */
  readonly signal: AbortSignal;
}

/** How it went. `stopped`: we had seen enough. */
export interface GitEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stopped: boolean;
  /** Cut after 16 KiB. */
  readonly stderr: string;
}

export interface GitPipes {
  readonly input?: string;
  /** Gets standard output as it comes; answers false when it has seen enough, and git is killed. */
  readonly onOutput?: (chunk: Buffer) => boolean;
}

const MEMORY_KIB = 2 * 1024 * 1024;

/** ulimit is the shell's own, so the shell sets the bounds and becomes git; -f counts blocks of 512 bytes. */
const BOUNDED = `ulimit -c 0; ulimit -v ${MEMORY_KIB} 2>/dev/null || :; ulimit -f "$1"; ulimit -t "$2"; shift 2; exec git "$@"`;

/** Runs git to its end. Throws the signal's reason when that fires; any other end is the caller's to judge. */
export async function git(args: readonly string[], bounds: GitBounds, pipes: GitPipes = {}): Promise<GitEnd> {
  bounds.signal.throwIfAborted();
  const limits = [String(Math.ceil(bounds.fileBytes / 512)), String(bounds.cpuSeconds)];
  const child = spawn('sh', ['-c', BOUNDED, 'git', ...limits, ...args], {
    cwd: bounds.directory,
    env: environment(bounds),
    // A group of its own, so that git's helpers die with it.
    detached: true,
  });
  const end = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const kill = () => killGroup(child.pid);
  bounds.signal.addEventListener('abort', kill, { once: true });
  let stopped = false;
  child.stdin.on('error', () => undefined).end(pipes.input ?? '');
  child.stdout.on('data', (chunk: Buffer) => {
    if (stopped || pipes.onOutput?.(chunk) !== false) return;
    stopped = true;
    kill();
  });
  const stderr = collect(child.stderr, 16 * 1024);
  const [code, signal] = await end.finally(() => bounds.signal.removeEventListener('abort', kill));
  bounds.signal.throwIfAborted();
  return { code, signal, stopped, stderr: stderr() };
}

/** Nothing of the machine's or a user's git settings, no prompt, no protocol but http(s), messages in English. */
function environment({ directory, config }: GitBounds): NodeJS.ProcessEnv {
  const entries = config.flatMap(([key, value], n) => [
    [`GIT_CONFIG_KEY_${n}`, key],
    [`GIT_CONFIG_VALUE_${n}`, value],
  ]);
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin',
    HOME: directory,
    LC_ALL: 'C',
    GIT_DIR: directory,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: String(config.length),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_ALLOW_PROTOCOL: 'http:https',
    GIT_NO_REPLACE_OBJECTS: '1',
    ...Object.fromEntries(entries),
  };
}

function collect(stream: Readable, most: number): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < most) text += chunk.slice(0, most - text.length);
  });
  return () => text;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
