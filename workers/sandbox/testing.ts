/** For system tests: an image whose first process is a program of the test instead of the judge. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import tar from 'tar-stream';
import type { InputFile, Sandbox } from './sandbox.ts';

const MiB = 1024 * 1024;
const ID = '0123456789abcdef';

/** Builds the Go module in a folder (go.mod and main.go) to one static program, in the compile image. */
export async function buildProgram(sandbox: Sandbox, image: string, folder: string): Promise<Buffer> {
  const limits = { memoryBytes: 1024 * MiB, processes: 256, outputBytes: MiB };
  const args = ['build', '-o', '{out}', '.'];
  const step = { id: ID, kind: 'go', tree: 'own', args, env: { CGO_ENABLED: '0' }, artifact: true, timeoutMs: 60_000 };
  const job = { version: 1, mode: 'compile', limits, steps: [step] };
  const sources = await Promise.all(
    ['go.mod', 'main.go'].map(async (name) => ({
      path: `trees/own/${name}`,
      content: await readFile(join(folder, name)),
    })),
  );
  const input: InputFile[] = [{ path: 'job.json', content: Buffer.from(JSON.stringify(job)) }, ...sources];
  const wide = { ...limits, wallMs: 90_000, cpus: 4, outputBytes: 64 * MiB };
  const { entries } = await sandbox.execute({ image, profile: 'compile', limits: wide, input });
  const program = entries.get(`artifacts/${ID}`);
  if (!program) throw new Error(`${folder} does not build: ${entries.get(`steps/${ID}.json`)}`);
  return program;
}

/** An image with nothing but this program in the judge's place; the caller removes it. */
export async function imageOf(docker: Docker, program: Buffer, tag: string): Promise<string> {
  const pack = tar.pack();
  for (const name of ['tmp', 'w']) pack.entry({ name, type: 'directory', mode: 0o1777 });
  pack.entry({ name: 'opt/pushmark/judge', mode: 0o755 }, program);
  pack.finalize();
  const answer = await docker.importImage(pack as unknown as NodeJS.ReadableStream, { repo: 'pushmark-test', tag });
  for await (const _ of answer) {
    // Docker answers while it reads; the image is there at the end.
  }
  return `pushmark-test:${tag}`;
}
