import { startWeb } from './app.ts';
import { withGround } from './boot.ts';

/** The web process on its own: the webhook and the pages. */
export async function web(): Promise<void> {
  await withGround('web', async (ground, stopped) => {
    const running = await startWeb(ground);
    process.stderr.write(`Pushmark listens on ${running.url}\n`);
    if (running.setupUrl) process.stderr.write(`Set it up at ${running.setupUrl}\n`);
    await stopped;
    await running.stop();
  });
}

if (import.meta.main) await web();
