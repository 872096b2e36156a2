import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { startWeb } from '#services/app.ts';
import { type Ground, openGround } from '#services/boot.ts';
import { type SyncSummary, syncCourse } from '#services/classroom/course/sync.ts';
import type { Config } from '#services/platform/config.ts';
import type { Log } from '#services/platform/log.ts';
import { startGrading, startReporting } from './start.ts';

export interface Serving {
  /** Where the pages are. */
  readonly url: string;
  /** Opens the page that sets the server up; undefined where an App is set up. */
  readonly setupUrl: string | undefined;
  /** Of the sync at start; undefined where there is no course yet. */
  readonly synced: SyncSummary | undefined;
  stop(): Promise<void>;
}

/** Everything in one process: the web, the grading worker and the reporter, each with its own rights in the database. */
export async function startServing(config: Config, log: Log, onBroken: (error: Error) => void): Promise<Serving> {
  const web = await openGround(config, log, 'web', onBroken);
  const worker = await openGround(config, log, 'worker', onBroken);
  // In the order in which they end; what could not be started leaves nothing of the rest behind.
  const ends = [() => worker.close(), () => web.close()];
  const stop = async () => {
    for (const end of ends) await end();
  };
  try {
    const synced = await syncFolder(web);
    const pages = await startWeb(web);
    ends.unshift(() => pages.stop());
    const reporting = await startReporting(worker, pages.url);
    ends.splice(1, 0, () => reporting.stop());
    const grading = await startGrading(worker);
    ends.splice(1, 0, () => grading.stop());
    return { url: pages.url, setupUrl: pages.setupUrl, synced, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Takes over the configured course folder, where there is one; rings for pushes that are clear now. */
export async function syncFolder({ config, database, store, bells }: Ground): Promise<SyncSummary | undefined> {
  const there = await access(join(config.course, 'course.yaml')).then(
    () => true,
    () => false,
  );
  if (!there) return undefined;
  const summary = await syncCourse(database, store, config.course);
  if (summary.queued > 0) await bells.grading.ring();
  return summary;
}
