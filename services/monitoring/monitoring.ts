import type { FastifyInstance } from 'fastify';
import { databaseAnswers } from '#services/classroom/results/figures.ts';
import type { Database } from '#services/platform/database.ts';
import type { Bell, BellName } from '#services/platform/queue.ts';
import { isInside } from './inside.ts';
import { metricsOf } from './metrics.ts';
import { countWaits } from './waits.ts';

export interface MonitoringOptions {
  readonly database: Database;
  readonly bells: Readonly<Record<BellName, Pick<Bell, 'reachable'>>>;
  /** How long an answer to `/metrics` serves for all who ask; 5 s unless told. */
  readonly freshMs?: number;
}

/** Patience with a part that does not answer, in milliseconds; below what those who probe have. */
const patienceMs = 2_000;

/**
 * `/healthz`: the process is alive. `/readyz`: it can take deliveries and show pages. `/metrics`: for Prometheus, from
 * inside only.
 */
export async function monitoring(app: FastifyInstance, options: MonitoringOptions): Promise<void> {
  const { database, bells, freshMs = 5_000 } = options;
  const registry = metricsOf(database);
  app.addHook('onClose', countWaits(registry));
  const metrics = shared(freshMs, () => registry.metrics());

  app.get('/healthz', async () => ({ ok: true }));

  app.get('/readyz', async (_request, reply) => {
    const ready = await within(patienceMs, databaseAnswers(database));
    const rings = await Promise.all(Object.values(bells).map((bell) => bell.reachable()));
    // Without the bell all still works, only some seconds slower: taking the process out of service would lose deliveries.
    const state = { ready, database: word(ready), queue: word(rings.every(Boolean)) };
    return reply.code(ready ? 200 : 503).send(state);
  });

  app.get('/metrics', async (request, reply) => {
    if (!isInside(request)) return reply.callNotFound();
    try {
      return await reply.type(registry.contentType).send(await metrics());
    } catch (error) {
      request.log.error({ err: error }, 'metrics could not be read');
      return reply.code(503).type('text/plain').send('# the database does not answer\n');
    }
  });
}

function word(reachable: boolean): 'reachable' | 'unreachable' {
  return reachable ? 'reachable' : 'unreachable';
}

async function within(ms: number, asked: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  return Promise.race([asked.catch(() => false), late]).finally(() => clearTimeout(timer));
}

/** One answer for all who ask within `ms`, so that nobody can keep the database busy by asking. */
function shared<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (!answer || Date.now() >= until) {
      until = Date.now() + ms;
      answer = ask();
    }
    return answer;
  };
}
