import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { startAccepting } from './accepting/accepting.ts';
import type { Ground } from './boot.ts';
import { serverSecret } from './classroom/runs/secret.ts';
import { setupToken } from './classroom/setup/link.ts';
import { startFollowing } from './course-repository/follow.ts';
import { gradebook } from './gradebook/gradebook.ts';
import { hangUpWhenClosing } from './hang-up.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { isLoopback } from './platform/config/parse.ts';
import { startReconciler } from './reconciling/reconciler.ts';
import { onceSetUp } from './setting-up.ts';
import { type WebhookDeps, webhook } from './webhook/webhook.ts';

/** How an app is put behind a server that outlives it. */
interface Place {
  /** Where people reach the pages, when no setting says it. */
  readonly origin?: string;
  /** Called after /setup has stored an App. */
  readonly onSetUp?: () => Promise<void>;
  /** Answers instead of the app from when it is set. */
  readonly instead?: { app: FastifyInstance | undefined };
}

/** The web process: the webhook and the pages, apart from the process that listens (tests use it without one). */
export async function buildApp(ground: Ground, place: Place = {}): Promise<FastifyInstance> {
  const { config, log, database, store, bells, github } = ground;
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    // A proxy in front says whom it speaks for, and that it was reached over TLS.
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
    serverFactory: (handler) => createServer(replaceable(handler, place)),
  });
  hangUpWhenClosing(app);
  await app.register(monitoring, { database, bells });
  if (config.webhookSecrets.length > 0) {
    await app.register(webhook, await intakeOf(app, ground));
  } else if (github && config.githubIntake === 'webhook') {
    log.warn('GITHUB_WEBHOOK_SECRET is not set: deliveries are not accepted');
  }
  const accepting = github && startAccepting({ database, store, github, log, ring: () => bells.grading.ring() });
  app.addHook('onClose', () => accepting?.stop());
  const { githubUrl, githubApiUrl, admins, signIn } = config;
  const publicUrl = config.publicUrl ?? place.origin;
  await app.register(gradebook, {
    ...{ database, store, githubUrl, githubApiUrl, publicUrl, admins, github, accepting, onSetUp: place.onSetUp },
    ...{ courseRepository: config.courseRepository, intake: config.githubIntake },
    // As before there was sign-in: who sets an App up without it, on an address of this machine only, has a gate in front.
    gated: github !== undefined && !signIn && isLoopback(config.host),
    signIn: signIn && { ...signIn, githubUrl, githubApiUrl, publicUrl },
    secret: await serverSecret(database, config.secret),
    ring: (bell) => bells[bell].ring(),
  });
  return app;
}

async function intakeOf(app: FastifyInstance, { config, bells, openIntake }: Ground): Promise<WebhookDeps> {
  const database = await openIntake();
  app.addHook('onClose', () => database.end());
  return { database, secrets: config.webhookSecrets, ring: (bell) => bells[bell].ring() };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

function replaceable(handler: Handler, { instead }: Place): Handler {
  return (request, response) => (instead?.app ? instead.app.routing(request, response) : handler(request, response));
}

export interface RunningWeb {
  readonly url: string;
  /** Opens the page that sets the server up; undefined where an App is set up. */
  readonly setupUrl: string | undefined;
  stop(): Promise<void>;
}

/** Listens, and looks for what the webhook missed. An App that /setup makes is taken over without a restart. */
export async function startWeb(ground: Ground): Promise<RunningWeb> {
  const instead: Place['instead'] = { app: undefined };
  const app = await buildApp(ground, { instead, onSetUp: () => settingUp.look() });
  const { host, port } = ground.config;
  const url = await app.listen({ host, port }).catch(async (error) => {
    await app.close();
    throw error;
  });
  ground.log.info({ url }, 'the web process listens');
  let looking = startLooking(ground);
  const settingUp = onceSetUp(ground, async (later) => {
    const next = await buildApp(later, { origin: url });
    await next.ready();
    instead.app = next;
    looking = startLooking(later);
  });
  return {
    url,
    setupUrl: await setupUrlOf(ground, url),
    async stop() {
      await settingUp.stop();
      await looking?.stop();
      await instead.app?.close();
      await app.close();
    },
  };
}

async function setupUrlOf({ config, database, github }: Ground, url: string): Promise<string | undefined> {
  if (github) return undefined;
  const token = await setupToken(database, await serverSecret(database, config.secret));
  return `${config.publicUrl ?? url}/setup?token=${token}`;
}

/** Looks after what nobody may have told us: pushes, and the repositories that courses come from. */
function startLooking({ config, database, store, github, bells, log }: Ground) {
  if (!github) {
    if (config.githubIntake === 'poll') log.warn('no GitHub App is set up: GitHub cannot be polled');
    return undefined;
  }
  const reconciler = startReconciler({
    ...{ database, github, log, intake: config.githubIntake },
    ring: (bell) => bells[bell].ring(),
  });
  const following = startFollowing({
    ...{ database, store, github, log, named: config.courseRepository },
    ring: () => bells.grading.ring(),
  });
  return { stop: () => Promise.all([reconciler.stop(), following.stop()]) };
}
