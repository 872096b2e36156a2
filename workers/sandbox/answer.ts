import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import { framesOf } from './frames.ts';

/** What came out of a container. */
export interface Answer {
  readonly entries: ReadonlyMap<string, Buffer>;
  readonly stderr: string;
  /** Whether the cap on bytes or entries was passed; reading stopped there. */
  readonly overflow: boolean;
  /** Whether the entry that ends an answer arrived; nothing behind it was read. */
  readonly complete: boolean;
  /** Why the tar stream could not be read to its end; undefined when it could. */
  readonly damage: string | undefined;
}

export interface AnswerLimits {
  readonly outputBytes: number;
  readonly onEntry?: ((path: string, content: Buffer) => void) | undefined;
}

const MAX_ENTRIES = 20_000;
const MAX_PATH_BYTES = 255;
const MAX_STDERR_BYTES = 64 * 1024;

/** What is read besides the entries. */
interface Notes {
  stderr: Buffer[];
  overflow: boolean;
  complete: boolean;
}

/** The last entry of an answer. */
const END = 'end.json';

/**
 * Reads an answer as it arrives: a tar stream on standard output, notes on standard error. Never trusts a size that is
 * announced, keeps regular files only, and keeps the whole entries of a stream that breaks off. Does not wait for the
 * stream's end once the answer's last entry is there.
 */
export async function readAnswer(bytes: AsyncIterable<Buffer>, limits: AnswerLimits): Promise<Answer> {
  const notes: Notes = { stderr: [], overflow: false, complete: false };
  const entries = new Map<string, Buffer>();
  const extract = tar.extract();
  const reading = readEntries(extract, entries, limits, notes);
  const passing = pipeline(standardOutput(bytes, limits.outputBytes, notes), extract);
  const ended = reading.then(() => (notes.complete ? undefined : passing));
  // The reader's own complaint explains more than what it does to the stream.
  const results = await Promise.allSettled([reading, Promise.race([passing, ended])]);
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  return {
    entries,
    stderr: Buffer.concat(notes.stderr).subarray(0, MAX_STDERR_BYTES).toString().replaceAll('\u0000', ''),
    overflow: notes.overflow,
    complete: notes.complete,
    damage: notes.overflow || notes.complete ? undefined : errors[0]?.message,
  };
}

async function* standardOutput(bytes: AsyncIterable<Buffer>, cap: number, notes: Notes): AsyncGenerator<Buffer> {
  let left = cap;
  let noted = 0;
  for await (const { stream, data } of framesOf(bytes)) {
    if (stream === 1) {
      yield data.subarray(0, left);
      left -= data.length;
      if (left < 0) notes.overflow = true;
      if (left < 0) return;
    } else if (noted < MAX_STDERR_BYTES) {
      noted += data.length;
      notes.stderr.push(Buffer.from(data));
    }
  }
}

async function readEntries(
  extract: tar.Extract,
  entries: Map<string, Buffer>,
  limits: AnswerLimits,
  notes: Notes,
): Promise<void> {
  let count = 0;
  for await (const entry of extract) {
    const { name, size = 0, type } = entry.header;
    count++;
    notes.overflow ||= count > MAX_ENTRIES || size > limits.outputBytes;
    if (notes.overflow) throw new Error('too many entries or bytes');
    const content = await contentOf(entry);
    if (type !== 'file' || entries.has(name) || !isPlainPath(name))
      throw new Error(`unexpected entry ${name.slice(0, 80)}`);
    entries.set(name, content);
    limits.onEntry?.(name, content);
    notes.complete = name === END;
    if (notes.complete) return;
  }
}

async function contentOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function isPlainPath(path: string): boolean {
  const segments = path.split('/');
  return Buffer.byteLength(path) <= MAX_PATH_BYTES && segments.every((s) => s !== '' && s !== '.' && s !== '..');
}
