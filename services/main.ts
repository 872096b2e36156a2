import { startWeb } from './app.ts';
import { openGround } from './boot.ts';
import { readConfig } from './platform/config.ts';
import { openLog } from './platform/log.ts';
import { untilStopped } from './platform/stopping.ts';

/** The web process on its own: the webhook and the pages. */
export async function web(): Promise<void> {
  const config = await readConfig();
  const stopping = untilStopped();
  const ground = await openGround(config, openLog(config.logLevel), 'web', stopping.stop);
  const running = await startWeb(ground);
  process.stderr.write(`Pushmark listens on ${running.url}\n`);
  await stopping.stopped;
  await running.stop();
  await ground.close();
}

if (import.meta.main) await web();
