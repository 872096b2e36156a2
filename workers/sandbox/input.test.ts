import { PassThrough } from 'node:stream';
import tar from 'tar-stream';
import { expect, it } from 'vitest';
import { sendInput } from './input.ts';

async function received(stream: PassThrough): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const extract = stream.pipe(tar.extract());
  for await (const entry of extract) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found[entry.header.name] = Buffer.concat(chunks).toString();
  }
  return found;
}

it('sends files in order, whatever their names and sizes, and says that it is done', async () => {
  const stream = new PassThrough();
  const long = `trees/own/${'d/'.repeat(100)}größe.txt`;
  const view = new Uint8Array(Buffer.from('only the middle counts')).subarray(9, 15);
  const files = [
    { path: 'job.json', content: Buffer.from('{}') },
    { path: 'empty', content: new Uint8Array() },
    { path: long, content: view },
    { path: 'big', content: Buffer.alloc(200_000, 'x') },
  ];
  const [found] = await Promise.all([received(stream), sendInput(files, stream)]);
  expect(found).toEqual({ 'job.json': '{}', empty: '', [long]: 'middle', big: 'x'.repeat(200_000) });
});

it('is content when the other side has gone', async () => {
  const stream = new PassThrough().on('error', () => undefined);
  stream.once('data', () => stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' })));
  await expect(sendInput([{ path: 'big', content: Buffer.alloc(10_000_000) }], stream)).resolves.toBeUndefined();
});

it('throws when our own side fails', async () => {
  const files = (function* () {
    yield { path: 'a', content: Buffer.from('a') };
    throw new Error('cannot read b');
  })();
  const stream = new PassThrough();
  stream.resume();
  await expect(sendInput(files, stream)).rejects.toThrow('cannot read b');
});
