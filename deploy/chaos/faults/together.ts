import { restartEngine } from './engine.ts';
import type { Fault } from './fault.ts';
import { dropWebhooks, silenceApi, silenceGit, troubleGitHub, twistWebhooks } from './github.ts';
import { killReporter, killWorker, sharing, stopWeb } from './processes.ts';
import { crashPostgres, flushRedis, stopRedis } from './stores.ts';

/** Everything at the same time, as far as one thing leaves another standing to be broken. */
export const together: Fault = {
  name: 'together',
  engine: true,
  whole: true,
  async inject(ground, burst) {
    const armed = [troubleGitHub(ground), silenceApi(ground), dropWebhooks(ground, 1), twistWebhooks(ground)];
    await burst();
    await burst();
    const proofs = [await killWorker(ground), await killReporter(ground), await flushRedis(ground)];
    const crash = async () => void proofs.push(await crashPostgres(ground, burst));
    proofs.push(...(await Promise.all([stopRedis(ground, 20, crash), restartEngine(ground)])));
    proofs.push(await stopWeb(ground, burst));
    armed.push(silenceGit(ground));
    for (const proof of armed) proofs.push(await proof());
    return proofs.join('; ');
  },
};

/** What `npm test` can afford: of three workers one dies, of two webs one leaves, while Redis forgets and webhooks come twice and late. */
export const machines: Fault = {
  name: 'machines',
  async inject(ground, burst) {
    const twisted = twistWebhooks(ground);
    await burst();
    const death = async () => [await sharing(ground), await killWorker(ground, { patient: false })];
    const [shared, stopped] = await Promise.all([death(), stopWeb(ground, burst)]);
    return [...shared, stopped, await flushRedis(ground), await twisted()].join('; ');
  },
};
