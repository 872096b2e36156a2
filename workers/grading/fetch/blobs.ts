import { InfrastructureError } from '#services/platform/errors.ts';
import { type GitBounds, git } from './git.ts';

/**
 * Contents of objects, each read once, without a checkout: no path of the commit ever becomes a path of ours. `bytes`
 * is what the listing promised for all of them; git that says more is stopped.
 */
export async function readBlobs(
  objects: readonly { readonly object: string; readonly size: number }[],
  bounds: GitBounds,
): Promise<ReadonlyMap<string, Buffer>> {
  const sizes = new Map(objects.map(({ object, size }) => [object, size]));
  if (sizes.size === 0) return new Map();
  // Each answer is `<object> blob <size>\n`, the content and `\n`: 128 bytes more than the content at most.
  const most = [...sizes.values()].reduce((sum, size) => sum + size + 128, 0);
  const chunks: Buffer[] = [];
  let length = 0;
  const end = await git(['cat-file', '--batch'], bounds, {
    input: [...sizes.keys()].map((object) => `${object}\n`).join(''),
    onOutput: (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      return length <= most;
    },
  });
  if (end.code !== 0) throw new InfrastructureError(`git cat-file ended with ${end.code ?? end.signal}: ${end.stderr}`);
  return split(Buffer.concat(chunks), sizes);
}

function split(answer: Buffer, sizes: ReadonlyMap<string, number>): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  let at = 0;
  for (const [object, size] of sizes) {
    const head = `${object} blob ${size}\n`;
    const start = at + head.length;
    if (answer.subarray(at, start).toString('latin1') !== head) {
      throw new InfrastructureError(`git cat-file answered unexpectedly for ${object}`);
    }
    contents.set(object, Buffer.from(answer.subarray(start, start + size)));
    at = start + size + 1;
  }
  return contents;
}
