import { constants, inflateRawSync } from 'node:zlib';
import type { Views } from './views.ts';

/** Beginnings of what gzip and zlib make, in base64 and hex. */
const PACKED = [
  { base64: /H4sI/g, hex: /1f8b08/g, head: gzipHead },
  { base64: /e(?:AE|F4|Jw|Jx|Jy|Jz|N[o-r])/g, hex: /78(?:01|5e|9c|da)/g, head: () => 2 },
] as const;

/** How many beginnings are tried of each kind in a text, how much of a text behind one, and how much may come out of one. */
const TRIED = 32;
const READ = 1 << 16;
const MOST = 1 << 20;

/** What may still come out of all that is packed in the texts of one run, in bytes: everybody waits for it. */
export interface Unpacking {
  left: number;
}

/** Four megabytes for a run, which is more than any sealed output that is meant to be read. */
export function unpacking(): Unpacking {
  return { left: 4 << 20 };
}

/** What is packed in a text; without an end that is missing, whatever stands behind it. */
export function unpacked({ base64, bytes }: Pick<Views, 'base64' | 'bytes'>, budget: Unpacking): string[] {
  return PACKED.flatMap(({ head, ...form }) => [
    ...beginnings(base64, form.base64).flatMap((at) => unpack(behind(base64, at, 'base64'), head, budget)),
    ...beginnings(bytes, form.hex).flatMap((at) => unpack(behind(bytes, at, 'hex'), head, budget)),
  ]);
}

function beginnings(text: string, form: RegExp): number[] {
  const found: number[] = [];
  for (const { index } of text.matchAll(form)) if (found.push(index) === TRIED) break;
  return found;
}

function behind(text: string, at: number, encoding: 'base64' | 'hex'): Buffer {
  return Buffer.from(text.slice(at, at + READ), encoding);
}

function unpack(packed: Buffer, head: (packed: Buffer) => number, budget: Unpacking): string[] {
  const most = Math.min(MOST, budget.left);
  if (most <= 0) return [];
  try {
    const options = { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH };
    const text = inflateRawSync(packed.subarray(head(packed)), options).toString('latin1');
    budget.left -= text.length;
    return [text];
  } catch (error) {
    // It was larger; or it only looked like it, which took its time, too.
    budget.left -= (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? most : READ;
    return [];
  }
}

/** The length of a head of gzip; name and comment in it end with NUL. */
function gzipHead(packed: Buffer): number {
  const flags = packed[3] ?? 0;
  let end = 10 + (flags & 4 ? 2 + packed.readUInt16LE(10) : 0);
  for (const flag of [8, 16]) if (flags & flag) end = packed.indexOf(0, end) + 1;
  return end;
}
