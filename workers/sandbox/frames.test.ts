import { expect, it } from 'vitest';
import { framesOf } from './frames.ts';

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

async function texts(chunks: Buffer[]): Promise<Record<number, string>> {
  const read: Record<number, string> = {};
  const bytes = (async function* () {
    yield* chunks;
  })();
  for await (const { stream, data } of framesOf(bytes)) read[stream] = (read[stream] ?? '') + data.toString();
  return read;
}

const both = Buffer.concat([frame(1, 'out'), frame(2, ''), frame(2, 'trouble'), frame(1, 'put')]);

it('keeps the two streams apart', async () => {
  expect(await texts([both])).toEqual({ 1: 'output', 2: 'trouble' });
});

it('does not care how the bytes were cut', async () => {
  for (let size = 1; size < both.length; size++) {
    const chunks = Array.from({ length: Math.ceil(both.length / size) }, (_, i) =>
      both.subarray(i * size, (i + 1) * size),
    );
    expect(await texts(chunks)).toEqual({ 1: 'output', 2: 'trouble' });
  }
});

it('gives what arrived of a frame that was cut off', async () => {
  expect(await texts([frame(1, 'complete').subarray(0, 12)])).toEqual({ 1: 'comp' });
  expect(await texts([frame(1, 'complete').subarray(0, 5)])).toEqual({});
});
