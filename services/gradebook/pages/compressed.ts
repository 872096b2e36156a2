import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);
/** Bytes below which it is not worth the time. */
const small = 4096;
const level = 5;

/**
 * Sends long texts compressed to whoever takes gzip; a gradebook becomes a twentieth. No page has a secret of its viewer
 * and text of somebody else's choice in one document, so lengths tell nothing.
 */
export function compressed(app: FastifyInstance): void {
  app.addHook('onError', async (_request, reply) => {
    // What fails while it is packed is answered by a text that is not.
    reply.removeHeader('content-encoding');
  });
  app.addHook('onSend', async ({ headers }, reply, payload) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    const isParts = isPage && payload instanceof Readable;
    const isLong = typeof payload === 'string' && payload.length >= small;
    if ((!isParts && !isLong) || reply.hasHeader('content-encoding')) return payload;
    reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b(?!;\s*q=0(\.0+)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''))) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return isParts ? packedParts(payload) : compress(payload as string, { level });
  });
}

/** Each part leaves as soon as it is there. Nobody waits for the packer here: it holds until somebody reads. */
function packedParts(parts: AsyncIterable<string | Buffer>): Readable {
  // Parts can fail before anybody reads; an error that nobody listens to would end the process. The reader hears of it later.
  const packer = createGzip({ level }).on('error', () => undefined);
  const pack = async () => {
    for await (const part of parts) {
      packer.write(part);
      packer.flush();
    }
    packer.end();
  };
  pack().catch((error: Error) => packer.destroy(error));
  return packer;
}
