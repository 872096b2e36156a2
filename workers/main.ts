import { withGround } from '#services/boot.ts';
import type { Config } from '#services/platform/config.ts';
import { startGrading, startReporting } from './start.ts';

/** The worker process on its own: grading, and reporting unless reporters do that elsewhere. */
export async function work({ reports = true }: { readonly reports?: boolean } = {}): Promise<void> {
  await withGround('worker', async (ground, stopped) => {
    const reporting = reports ? await startReporting(ground, urlOf(ground.config)) : undefined;
    const grading = await startGrading(ground);
    process.stderr.write(`Pushmark grades, ${ground.config.lanes} at a time\n`);
    await stopped;
    await grading.stop();
    await reporting?.stop();
  });
}

/** A reporter on its own: it tells GitHub what workers found, and needs no Docker. */
export async function report(): Promise<void> {
  await withGround('worker', async (ground, stopped) => {
    const reporting = await startReporting(ground, urlOf(ground.config));
    process.stderr.write('Pushmark reports\n');
    await stopped;
    await reporting.stop();
  });
}

function urlOf({ host, port }: Config): string {
  return `http://${host}:${port}`;
}

if (import.meta.main) await work();
