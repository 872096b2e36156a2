import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);
/** Bytes below which it is not worth the time. */
const small = 4096;

/**
 * Sends long texts compressed to whoever takes gzip; a gradebook becomes a tenth. No page has a secret of its viewer and
 * text of somebody else's choice in one document, so lengths tell nothing.
 */
export function compressed(app: FastifyInstance): void {
  app.addHook('onSend', async ({ headers }, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < small || reply.hasHeader('content-encoding')) return payload;
    reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b(?!;\s*q=0(\.0+)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''))) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return compress(payload, { level: 5 });
  });
}
