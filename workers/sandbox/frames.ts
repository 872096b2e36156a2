/** What the engine multiplexes on an attached stream: 1 is standard output, 2 standard error. */
export interface Frame {
  readonly stream: number;
  readonly data: Buffer;
}

const HEADER_BYTES = 8;

/**
 * Splits an attached stream into frames (`stream 0 0 0 length32 data`). Big frames come in the pieces in which they
 * arrive, so nothing is held that the reader did not ask for. Ends quietly in the middle of a frame: the container died.
 */
export async function* framesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let header: Buffer = Buffer.alloc(0);
  let missing = 0;
  for await (const chunk of bytes) {
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (missing === 0) {
        const needed = HEADER_BYTES - header.length;
        header = Buffer.concat([header, rest.subarray(0, needed)]);
        rest = rest.subarray(needed);
        if (header.length < HEADER_BYTES) break;
        missing = header.readUInt32BE(4);
      }
      const data = rest.subarray(0, missing);
      rest = rest.subarray(data.length);
      missing -= data.length;
      if (data.length > 0) yield { stream: header[0]!, data };
      if (missing === 0) header = Buffer.alloc(0);
    }
  }
}
