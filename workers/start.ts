import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Ground } from '#services/boot.ts';
import { serverSecret } from '#services/classroom/runs/secret.ts';
import { usualContainers } from './grading/budgets.ts';
import { sweepFetches } from './grading/fetch/folders.ts';
import { startReporter } from './reporting/reporter.ts';
import { connectDocker } from './sandbox/connect.ts';
import { dockerSandbox } from './sandbox/docker.ts';
import { resolveImages } from './sandbox/images.ts';
import { sweepDead } from './sandbox/sweep.ts';
import { type RunningWorker, startWorker } from './worker.ts';

const kind = 'worker';

/** Grades what waits. Containers that a dead worker of this machine left behind are removed first. */
export async function startGrading(ground: Ground): Promise<RunningWorker> {
  const { config, log, database, store, bells, github } = ground;
  const { docker, processors } = await connectDocker();
  const images = await resolveImages(docker, config.images);
  const swept = await sweepDead(docker, kind, hostname());
  if (swept > 0) log.info({ swept }, 'containers of a dead worker were removed');
  const folders = await sweepFetches();
  if (folders > 0) log.info({ folders }, 'folders of fetches of a dead worker were removed');
  const sandbox = dockerSandbox(docker, {
    ...{ owner: `${kind}-${hostname()}-${process.pid}`, processors, pool: config.pool, runtime: config.runtime },
    onTrouble: (err) => log.warn({ err }, 'a container could not be made ready or removed'),
  });
  void sandbox.warm(...usualContainers(images));
  const worker = await startWorker({
    ...{ db: database, store, log, images, githubUrl: config.githubUrl, lanes: config.lanes, sandbox, pool: sandbox },
    ...{ grading: bells.grading, reporting: bells.reporting },
    secret: await serverSecret(database, config.secret),
    readToken: github && ((repository) => github.readToken(repository)),
  });
  return {
    async stop() {
      await worker.stop();
      await sandbox.close();
    },
  };
}

/** Tells GitHub what is to be told; does nothing where no App is set up, and the wishes wait. */
export async function startReporting(ground: Ground, publicUrl: string): Promise<RunningWorker> {
  const { database, log, github, bells } = ground;
  if (!github) {
    log.warn('GITHUB_APP_ID is not set: nothing is reported to GitHub');
    return { stop: async () => undefined };
  }
  const name = `${hostname()}/${process.pid}/${randomBytes(3).toString('hex')}`;
  return startReporter({ database, github, publicUrl, log, name, bell: bells.reporting });
}
