import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Ground } from '#services/boot.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { seedSecret } from '#services/classroom/runs/secret.ts';
import { onceSetUp } from '#services/setting-up.ts';
import { startJudgingChecks } from './checking/judging-checks.ts';
import { startPullChecks } from './checking/pull-checks.ts';
import { checkAssignment } from './cli/check-assignment.ts';
import { usualContainers } from './grading/budgets.ts';
import { sweepFetches } from './grading/fetch/folders.ts';
import { startReporter } from './reporting/reporter.ts';
import { connectDocker } from './sandbox/connect.ts';
import { dockerSandbox } from './sandbox/docker.ts';
import { hasImages, type Images, resolveImages } from './sandbox/images.ts';
import { sweep, sweepDead } from './sandbox/sweep.ts';
import { assignmentLoader } from './worker/assignments.ts';
import { type RunningWorker, startWorker } from './worker.ts';

const kind = 'worker';

/** What the check of one pull request of the course, or of one assignment that judges otherwise, may take. */
const checkMs = 900_000;

/** Grades what waits. Containers that a dead worker of this machine left behind are removed first. */
export async function startGrading(ground: Ground): Promise<RunningWorker> {
  const { config, log, database, store, bells } = ground;
  let { github } = ground;
  const settingUp = onceSetUp(ground, async (later) => {
    github = later.github;
  });
  const { docker, processors } = await connectDocker();
  const images = await resolveImages(docker, config.images);
  const swept = await sweepDead(docker, kind, hostname());
  if (swept > 0) log.info({ swept }, 'containers of a dead worker were removed');
  const folders = await sweepFetches();
  if (folders > 0) log.info({ folders }, 'folders of fetches of a dead worker were removed');
  const owner = `${kind}-${hostname()}-${process.pid}`;
  const sandbox = dockerSandbox(docker, {
    ...{ owner, processors, pool: config.pool, runtime: config.runtime },
    onTrouble: (err) => log.warn({ err }, 'a container could not be made ready or removed'),
  });
  void sandbox.warm(...usualContainers(images));
  const secret = await seedSecret(database, config.secret);
  const loadAssignment = assignmentLoader(store);
  const worker = await startWorker({
    ...{ db: database, store, log, images, githubUrl: config.githubUrl, lanes: config.lanes, sandbox, pool: sandbox },
    ...{ grading: bells.grading, reporting: bells.reporting },
    ...{ secret, loadAssignment },
    readToken: async (repository) => github?.readToken(repository),
  });
  const bench = { sandbox, images, store, secret, processors, hasImages: (all: Images) => hasImages(docker, all) };
  const checking = {
    ...{ database, log, mostMs: checkMs },
    check: (assignment: Assignment, signal: AbortSignal) => checkAssignment(assignment, bench, signal),
  };
  const pulls = startPullChecks({ ...checking, store, github: () => github, named: config.courseRepository });
  const judging = startJudgingChecks({ ...checking, loadAssignment });
  return {
    async stop() {
      await settingUp.stop();
      await Promise.all([pulls.stop(), judging.stop()]);
      await worker.stop();
      await sandbox.close();
      // What could not be removed when it was done, because the engine was away.
      await sweep(docker, owner).catch((err) => log.warn({ err }, 'the last containers could not be removed'));
    },
  };
}

/** Tells GitHub what is to be told. Where no App is set up the wishes wait until one is. */
export async function startReporting(ground: Ground, listensAt: string): Promise<RunningWorker> {
  if (ground.github) return reporterOn(ground, listensAt);
  ground.log.warn('no GitHub App is set up: nothing is reported to GitHub');
  let reporter: RunningWorker | undefined;
  const settingUp = onceSetUp(ground, async (later) => {
    reporter = await reporterOn(later, listensAt);
  });
  return {
    async stop() {
      await settingUp.stop();
      await reporter?.stop();
    },
  };
}

function reporterOn({ config, database, log, github, bells }: Ground, listensAt: string): Promise<RunningWorker> {
  if (!github) throw new Error('a reporter needs an App');
  const name = `${hostname()}/${process.pid}/${randomBytes(3).toString('hex')}`;
  const publicUrl = config.publicUrl ?? listensAt;
  return startReporter({ database, github, publicUrl, log, name, bell: bells.reporting });
}
