import { InvalidInput } from '#services/platform/errors.ts';

/** Larger than any roster or gradebook: 5000 people with 200 columns have less. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * The text of a file that a person uploads as CSV, without its byte order mark. Throws InvalidInput where it is no
 * UTF-8: guessing an encoding would spoil names, and nobody would see it.
 */
export function decodeCsv(bytes: Uint8Array, file: string): string {
  const refuse = (message: string, line = 0) =>
    new InvalidInput([{ file, line, column: line > 0 ? 1 : 0, field: '', message }]);
  const starts = (...first: number[]) => first.every((byte, i) => bytes[i] === byte);
  if (bytes.length > MAX_BYTES) throw refuse(`has ${bytes.length} bytes; at most ${MAX_BYTES} are read`);
  if (starts(0x50, 0x4b)) throw refuse('is a spreadsheet or an archive, not CSV; save it as "CSV UTF-8" and take that');
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) throw refuse('is UTF-16; save it as "CSV UTF-8" and take that');
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw refuse('has a byte 0 here: this is not CSV; save it as "CSV UTF-8"', lineOf(bytes, zero));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(
      'is not UTF-8 (likely Latin-1 or Windows-1252): save it as "CSV UTF-8" and take that',
      lineOf(bytes, firstInvalid(bytes)),
    );
  }
}

function lineOf(bytes: Uint8Array, at: number): number {
  return bytes.subarray(0, at).reduce((lines, byte) => (byte === 0x0a ? lines + 1 : lines), 1);
}

/** Where the first byte stands that belongs to no character. */
function firstInvalid(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  const decodes = (end: number) => {
    try {
      // As a stream: a character that is cut off at the end is no mistake yet.
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true }) !== undefined;
    } catch {
      return false;
    }
  };
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
