import { crc32, deflateRawSync } from 'node:zlib';
import type { FileTree } from '#services/classroom/trees.ts';

/** 1 January 1980, the first day that a ZIP archive knows: equal files give equal archives. */
const DAY = 0x21;
/** Names are UTF-8. */
const FLAGS = 0x0800;

/** A ZIP archive (PKWARE's APPNOTE 6.3, without ZIP64) of at most 65 535 files and 4 GiB. */
export function zip(files: FileTree): Buffer {
  if (files.size > 0xffff) throw new Error(`a ZIP archive takes 65535 files, not ${files.size}`);
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    const facts = factsOf(content, packed.length, name.length);
    const local = Buffer.concat([word(0x04034b50), facts, half(0), name, packed]);
    // Made by Unix, 3.0, for the sake of the rights: a file, 0644.
    directory.push(
      Buffer.concat([
        word(0x02014b50),
        half(0x031e),
        facts,
        half(0),
        half(0),
        half(0),
        half(0),
        word(0o100644 * 0x10000),
        word(at),
        name,
      ]),
    );
    bodies.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = [
    word(0x06054b50),
    half(0),
    half(0),
    half(files.size),
    half(files.size),
    word(entries.length),
    word(at),
    half(0),
  ];
  return Buffer.concat([...bodies, entries, ...end]);
}

/** What both headers of a file say, in the same order. */
function factsOf(content: Uint8Array, packed: number, name: number): Buffer {
  return Buffer.concat([
    ...[half(20), half(FLAGS), half(8), half(0), half(DAY)],
    ...[word(crc32(content)), word(packed), word(content.length), half(name)],
  ]);
}

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
