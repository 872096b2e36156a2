import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** A process of Pushmark's own, as an operator starts it. */
export interface Running {
  readonly pid: number;
  /** Where it listens; only of a web. */
  readonly url: string;
  /** The signal that ended it; undefined: it runs, or ended by itself. */
  signal(): NodeJS.Signals | undefined;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const CLI = join(import.meta.dirname, '../../workers/cli.ts');
let started = 0;

/** As on many machines: whoever grades leaves GitHub to the reporters. */
const ROLES = { web: ['web'], worker: ['worker', '--no-reports'], reporter: ['reporter'] } as const;

/** Starts a process of Pushmark, ready on return; it logs into `logs`. Throws with what it said when it ends before. */
export async function start(role: keyof typeof ROLES, environment: NodeJS.ProcessEnv, logs: string): Promise<Running> {
  const child = spawn(process.execPath, [CLI, ...ROLES[role]], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(logs, `${role}-${++started}.log`));
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  // Not 'close': that waits for whoever holds the pipe as well, such as a git that outlives a killed worker.
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      if (said.length < 10_000) said += chunk;
      const ready = /listens on (\S+)\n|Pushmark (?:grades|reports)/.exec(said);
      if (ready) resolve(ready[1] ?? '');
    });
    void ended.then(() => reject(new Error(`the ${role} process ended: ${said}`)));
  });
  return {
    ...{ pid: child.pid ?? 0, url },
    signal: () => child.signalCode ?? undefined,
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
