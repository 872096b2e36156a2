import type { FastifyInstance } from 'fastify';

/**
 * Whoever is answered while the server closes is told to hang up. Node closes connections that are idle by then, and
 * would wait 72 seconds for those that fall idle later: longer than anybody waits before they kill.
 */
export function hangUpWhenClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_, reply) => {
    if (closing) void reply.header('connection', 'close');
  });
}
