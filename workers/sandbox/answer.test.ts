import tar from 'tar-stream';
import { expect, it } from 'vitest';
import { readAnswer } from './answer.ts';

type Entry = { name: string; content?: string; type?: 'file' | 'symlink' | 'link' | 'directory' | 'fifo' };

async function archive(entries: Entry[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { name, content = '', type = 'file' } of entries) {
    pack.entry({ name, type, ...(type.endsWith('link') ? { linkname: '/etc/passwd' } : {}) }, content);
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function* framed(stdout: Buffer, stderr = '') {
  for (const [stream, data] of [
    [2, Buffer.from(stderr)],
    [1, stdout],
  ] as const) {
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(data.length, 4);
    yield header;
    yield data;
  }
}

const limits = { outputBytes: 100_000 };
const files = [
  { name: 'steps/one.json', content: '{}' },
  { name: 'end.json', content: '{"ok":true}' },
];

it('hands over every entry as it arrives, and what was noted on standard error', async () => {
  const seen: string[] = [];
  const onEntry = (path: string, content: Buffer) => seen.push(`${path}=${content}`);
  const answer = await readAnswer(framed(await archive(files), 'a note\u0000'), { ...limits, onEntry });
  expect(seen).toEqual(['steps/one.json={}', 'end.json={"ok":true}']);
  expect(answer).toMatchObject({ stderr: 'a note', overflow: false, damage: undefined });
});

it('is complete with its last entry, whatever comes behind it and although the stream stays open', async () => {
  const bytes = await archive([...files, { name: 'behind' }]);
  async function* open() {
    yield* framed(bytes);
    await new Promise(() => undefined);
  }
  const answer = await readAnswer(open(), limits);
  expect(answer).toMatchObject({ complete: true, damage: undefined });
  expect([...answer.entries.keys()]).toEqual(['steps/one.json', 'end.json']);
});

it('keeps the whole entries of an answer that breaks off', async () => {
  const whole = await archive([
    { name: 'first', content: 'x'.repeat(600) },
    { name: 'second', content: 'y'.repeat(600) },
  ]);
  const answer = await readAnswer(framed(whole.subarray(0, 512 + 1024 + 512 + 100)), limits);
  expect([...answer.entries.keys()]).toEqual(['first']);
  expect(answer.damage).toBeDefined();
});

it('stops at the cap on bytes and keeps what came before', async () => {
  const big = await archive([
    { name: 'small', content: 'x' },
    { name: 'big', content: 'y'.repeat(200_000) },
  ]);
  const answer = await readAnswer(framed(big), limits);
  expect(answer).toMatchObject({ overflow: true, damage: undefined });
  expect([...answer.entries.keys()]).toEqual(['small']);
});

it('does not wait for an entry whose announced size is over the cap', async () => {
  const honest = await archive([{ name: 'huge', content: 'x'.repeat(100_001) }]);
  expect(await readAnswer(framed(honest.subarray(0, 512)), limits)).toMatchObject({ overflow: true });
});

it('stops at the cap on entries', async () => {
  const many = await archive(Array.from({ length: 20_001 }, (_, i) => ({ name: `f${i}` })));
  expect(await readAnswer(framed(many), { outputBytes: 2 ** 30 })).toMatchObject({ overflow: true });
});

it.each<[string, Entry]>([
  ['a symbolic link', { name: 'link', type: 'symlink' }],
  ['a hard link', { name: 'link', type: 'link' }],
  ['a directory', { name: 'dir', type: 'directory' }],
  ['a pipe', { name: 'fifo', type: 'fifo' }],
  ['a path that climbs', { name: 'steps/../../etc/passwd', content: 'x' }],
  ['an absolute path', { name: '/etc/passwd', content: 'x' }],
  ['a path twice', { name: 'first', content: 'again' }],
])('takes %s for damage and nothing after it', async (_, entry) => {
  const answer = await readAnswer(
    framed(await archive([{ name: 'first', content: '1' }, entry, { name: 'last' }])),
    limits,
  );
  expect([...answer.entries]).toEqual([['first', Buffer.from('1')]]);
  expect(answer.damage).toContain('unexpected entry');
});

it('takes bytes that are no tar stream for damage', async () => {
  const answer = await readAnswer(framed(Buffer.alloc(5000, 'PASS\n')), limits);
  expect(answer.damage).toBeDefined();
  expect(answer.entries.size).toBe(0);
});

it('keeps only the beginning of a flood on standard error', async () => {
  const answer = await readAnswer(framed(await archive(files), 'e'.repeat(1_000_000)), limits);
  expect(answer.stderr.length).toBe(64 * 1024);
});
