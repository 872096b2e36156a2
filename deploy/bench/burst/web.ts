import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One web process of its own, as `pushmark web` is. */
export interface WebProcess {
  readonly url: string;
  /** Most memory that it was seen to hold, in bytes. */
  memory(): number;
  stop(): Promise<void>;
}

const LOOK_MS = 250;

export async function startWebProcess(environment: NodeJS.ProcessEnv): Promise<WebProcess> {
  const cli = join(import.meta.dirname, '../../../workers/cli.ts');
  const child = spawn(process.execPath, [cli, 'web'], { env: environment, stdio: ['ignore', 'inherit', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, found] = /listens on (\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`the web process ended: ${said}`)));
  });
  let most = 0;
  const look = () => {
    most = Math.max(most, residentBytes(child.pid ?? 0));
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    url,
    memory: () => most,
    async stop() {
      clearInterval(timer);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** 0 where there is no /proc. */
function residentBytes(pid: number): number {
  try {
    return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
