import { spawn } from 'node:child_process';

/** Git as on a machine where nobody has configured anything, asking nobody for a password. */
export function gitEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C.UTF-8',
    ...extra,
  };
}

export interface GitResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface GitCall {
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs git in a folder and gives back how it ended; a text that is not UTF-8 arrives with replacement characters. */
export async function tryGit(directory: string, args: readonly string[], call: GitCall = {}): Promise<GitResult> {
  const { code, output, errors } = await run(directory, args, call);
  return { code, output: output.toString(), errors };
}

/** Runs git and gives back what it printed; anything but exit status 0 is an error with git's own words. */
export async function git(directory: string, args: readonly string[], call: GitCall = {}): Promise<string> {
  return (await gitBytes(directory, args, call)).toString();
}

/** The same for output that need not be text. */
export async function gitBytes(directory: string, args: readonly string[], call: GitCall = {}): Promise<Buffer> {
  const result = await run(directory, args, call);
  if (result.code !== 0) throw new Error(`git ${args[0]} ended with ${result.code}: ${result.errors.trim()}`);
  return result.output;
}

type Ended = Omit<GitResult, 'output'> & { readonly output: Buffer };

function run(directory: string, args: readonly string[], call: GitCall): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: directory, env: gitEnvironment(call.env) });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? -1, output: Buffer.concat(output), errors: Buffer.concat(errors).toString() }),
    );
    // A git that has no use for its input closes it early.
    child.stdin.on('error', () => {});
    child.stdin.end(call.input);
  });
}
