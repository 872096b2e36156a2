import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import type { InputFile } from './sandbox.ts';

/**
 * Sends files as a tar stream and closes that direction. A container that dies before it has read everything is no
 * error here: its ending says what happened.
 */
export async function sendInput(files: Iterable<InputFile>, stream: Duplex): Promise<void> {
  const pack = tar.pack();
  const packing = packAll(pack, files).catch((error: Error) => pack.destroy(error));
  try {
    await pipeline(pack, stream);
    await packing;
  } catch (error) {
    if (!isBrokenPipe(error)) throw error;
  }
}

async function packAll(pack: tar.Pack, files: Iterable<InputFile>): Promise<void> {
  for (const { path, content } of files) {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    await new Promise<void>((resolve, reject) => {
      const header = { name: path, mode: 0o644, mtime: new Date(0), size: bytes.length };
      const entry = pack.entry(header, bytes, (error) => (error ? reject(error) : resolve()));
      // The pipeline has heard of an error when the entry repeats it.
      entry.on('error', () => undefined);
    });
  }
  pack.finalize();
}

function isBrokenPipe(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['EPIPE', 'ECONNRESET', 'ECANCELED', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].includes(code);
}
