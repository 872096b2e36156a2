import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Ground } from './boot.ts';
import { serverSecret } from './classroom/runs/secret.ts';
import { gradebook } from './gradebook/gradebook.ts';
import { hangUpWhenClosing } from './hang-up.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { startReconciler } from './reconciling/reconciler.ts';
import { webhook } from './webhook/webhook.ts';

/** The web process: the webhook and the pages, apart from the process that listens (tests use it without one). */
export async function buildApp(ground: Ground): Promise<FastifyInstance> {
  const { config, log, database, store, bells } = ground;
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    // A proxy in front says whom it speaks for, and that it was reached over TLS.
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
  });
  hangUpWhenClosing(app);
  await app.register(monitoring, { database, bells });
  if (config.webhookSecrets.length > 0) {
    await app.register(webhook, { database, secrets: config.webhookSecrets, ring: (bell) => bells[bell].ring() });
  } else if (config.githubIntake === 'webhook') {
    log.warn('GITHUB_WEBHOOK_SECRET is not set: deliveries are not accepted');
  }
  const { githubUrl, githubApiUrl, publicUrl, admins, signIn } = config;
  await app.register(gradebook, {
    ...{ database, store, githubUrl, admins },
    signIn: signIn && { ...signIn, githubUrl, githubApiUrl, publicUrl },
    secret: await serverSecret(database, config.secret),
  });
  return app;
}

/** Listens, and looks for what the webhook missed; answers the address. */
export async function startWeb(ground: Ground): Promise<{ url: string; stop(): Promise<void> }> {
  const app = await buildApp(ground);
  const { host, port } = ground.config;
  const url = await app.listen({ host, port });
  ground.log.info({ url }, 'the web process listens');
  const reconciler = startReconciling(ground);
  return {
    url,
    async stop() {
      await reconciler?.stop();
      await app.close();
    },
  };
}

function startReconciling({ config, database, github, bells, log }: Ground) {
  if (!github) {
    if (config.githubIntake === 'poll') log.warn('GITHUB_APP_ID is not set: GitHub cannot be polled');
    return undefined;
  }
  return startReconciler({
    ...{ database, github, log, intake: config.githubIntake },
    ring: (bell) => bells[bell].ring(),
  });
}
