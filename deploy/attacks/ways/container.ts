/** A throw-away container for the naive grader, through the docker command: files in, output back, hard bounds. */

import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import tar from 'tar-stream';

const run = promisify(execFile);

export interface ContainerRequest {
  readonly image: string;
  readonly script: string;
  readonly files: readonly { readonly path: string; readonly content?: Uint8Array; readonly link?: string }[];
  readonly seconds: number;
  readonly outputBytes: number;
}

export interface Ran {
  /** `ended` by itself, or by the lab: its clock, its cap on output, the memory of the container. */
  readonly ending: 'ended' | 'clock' | 'output' | 'memory';
  readonly output: string;
}

const BOUNDS = [
  ...['--network=none', '--read-only', '--tmpfs=/tmp:rw,exec,nosuid,nodev,size=700m,mode=1777', '--cap-drop=ALL'],
  ...['--security-opt=no-new-privileges', '--pids-limit=256', '--memory=1g', '--memory-swap=1g', '--cpus=2'],
  ...['--log-driver=none', '--ulimit=core=0', '--label=pushmark.attacks=naive'],
];

export async function runContainer(request: ContainerRequest): Promise<Ran> {
  const name = `pushmark-naive-${randomUUID()}`;
  const child = spawn('docker', ['run', '-i', '--name', name, ...BOUNDS, request.image, 'sh', '-c', request.script], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let ending: Ran['ending'] = 'ended';
  const kill = (why: Ran['ending']) => {
    if (ending === 'ended') ending = why;
    child.stdout.destroy();
    void run('docker', ['kill', name]).catch(() => undefined);
  };
  const clock = setTimeout(() => kill('clock'), request.seconds * 1000);
  const chunks: Buffer[] = [];
  let left = request.outputBytes;
  child.stdout.on('data', (chunk: Buffer) => {
    if (left > 0) chunks.push(chunk);
    left -= chunk.length;
    if (left < 0) kill('output');
  });
  const closed = once(child, 'close');
  await Promise.all([send(request, child.stdin), closed]);
  clearTimeout(clock);
  const memory = await outOfMemory(name);
  await run('docker', ['rm', '-f', name]).catch(() => undefined);
  return { ending: ending === 'ended' && memory ? 'memory' : ending, output: Buffer.concat(chunks).toString() };
}

async function send({ files }: ContainerRequest, into: NodeJS.WritableStream): Promise<void> {
  const pack = tar.pack();
  for (const { path, content, link } of files) {
    if (link !== undefined) pack.entry({ name: path, type: 'symlink', linkname: link });
    else pack.entry({ name: path, mode: 0o755 }, Buffer.from(content ?? new Uint8Array()));
  }
  pack.finalize();
  await pipeline(pack, into).catch(() => undefined); // it died before it had read everything
}

async function outOfMemory(name: string): Promise<boolean> {
  const { stdout } = await run('docker', ['inspect', '-f', '{{.State.OOMKilled}}', name]).catch(() => ({ stdout: '' }));
  return stdout.trim() === 'true';
}
