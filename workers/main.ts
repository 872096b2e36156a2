import { type Ground, openGround } from '#services/boot.ts';
import { type Config, readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { untilStopped } from '#services/platform/stopping.ts';
import { startGrading, startReporting } from './start.ts';

/** The worker process on its own: grading, and reporting unless reporters do that elsewhere. */
export async function work({ reports = true }: { readonly reports?: boolean } = {}): Promise<void> {
  await withGround(async (ground, stopped) => {
    const reporting = reports ? await startReporting(ground, pagesOf(ground.config)) : undefined;
    const grading = await startGrading(ground);
    process.stderr.write(`Pushmark grades, ${ground.config.lanes} at a time\n`);
    await stopped;
    await grading.stop();
    await reporting?.stop();
  });
}

/** A reporter on its own: it tells GitHub what workers found, and needs no Docker. */
export async function report(): Promise<void> {
  await withGround(async (ground, stopped) => {
    const reporting = await startReporting(ground, pagesOf(ground.config));
    process.stderr.write('Pushmark reports\n');
    await stopped;
    await reporting.stop();
  });
}

async function withGround(run: (ground: Ground, stopped: Promise<unknown>) => Promise<void>): Promise<void> {
  const config = await readConfig();
  const stopping = untilStopped();
  const ground = await openGround(config, openLog(config.logLevel), 'worker', stopping.stop);
  await run(ground, stopping.stopped);
  await ground.close();
}

function pagesOf({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host}:${port}`;
}

if (import.meta.main) await work();
