import { openGround } from '#services/boot.ts';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';
import { untilStopped } from '#services/platform/stopping.ts';
import { startGrading, startReporting } from './start.ts';

/** The worker process on its own: grading and reporting. */
export async function work(): Promise<void> {
  const config = await readConfig();
  const stopping = untilStopped();
  const ground = await openGround(config, openLog(config.logLevel), 'worker', stopping.stop);
  const reporting = await startReporting(ground, config.publicUrl ?? `http://${config.host}:${config.port}`);
  const grading = await startGrading(ground);
  process.stderr.write(`Pushmark grades, ${config.lanes} at a time\n`);
  await stopping.stopped;
  await grading.stop();
  await reporting.stop();
  await ground.close();
}

if (import.meta.main) await work();
