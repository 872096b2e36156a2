import { constants, inflateRawSync } from 'node:zlib';
import type { Views } from './views.ts';

/** Beginnings of what gzip and zlib make, in base64 and hex. */
const PACKED = [
  { base64: /H4sI/g, hex: /1f8b08/g, head: gzipHead },
  { base64: /e(?:AE|F4|Jw|Jx|Jy|Jz|N[o-r])/g, hex: /78(?:01|5e|9c|da)/g, head: () => 2 },
] as const;

/** How many beginnings are tried of each kind in a text, how much of a text behind one, and how much may come out. */
const TRIED = 32;
const READ = 1 << 16;
const MOST = 1 << 20;

/** What is packed in a text; without an end that is missing, whatever stands behind it. */
export function unpacked({ base64, bytes }: Pick<Views, 'base64' | 'bytes'>): string[] {
  return PACKED.flatMap(({ head, ...form }) => [
    ...[...base64.matchAll(form.base64)].slice(0, TRIED).flatMap(({ index }) => unpack(base64, index, 'base64', head)),
    ...[...bytes.matchAll(form.hex)].slice(0, TRIED).flatMap(({ index }) => unpack(bytes, index, 'hex', head)),
  ]);
}

function unpack(text: string, at: number, encoding: 'base64' | 'hex', head: (packed: Buffer) => number): string[] {
  const packed = Buffer.from(text.slice(at, at + READ), encoding);
  const options = { maxOutputLength: MOST, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return [inflateRawSync(packed.subarray(head(packed)), options).toString('latin1')];
  } catch {
    return []; // it only looked like it
  }
}

/** The length of a head of gzip; name and comment in it end with NUL. */
function gzipHead(packed: Buffer): number {
  const flags = packed[3] ?? 0;
  let end = 10 + (flags & 4 ? 2 + packed.readUInt16LE(10) : 0);
  for (const flag of [8, 16]) if (flags & flag) end = packed.indexOf(0, end) + 1;
  return end;
}
