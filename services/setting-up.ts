import type { Ground } from './boot.ts';

/** Waits for the App that somebody makes by /setup. */
export interface SettingUp {
  /** Looks now; resolves when what follows is done. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const usualMs = 1_500;

/**
 * Calls `use` once, with the ground that has an App, as soon as one is made: by this process or any other. Does nothing
 * where there is one already.
 */
export function onceSetUp(ground: Ground, use: (ground: Ground) => Promise<unknown>, everyMs = usualMs): SettingUp {
  let over = ground.github !== undefined;
  let looks = Promise.resolve();
  const timer = over ? undefined : setInterval(() => void look().catch(warn), everyMs);
  const warn = (err: unknown) => ground.log.warn({ err }, 'the App that was set up could not be taken over');

  async function lookOnce(): Promise<void> {
    const later = over ? undefined : await ground.settingUp();
    if (!later || over) return;
    over = true;
    clearInterval(timer);
    ground.log.info({ app: later.github?.appId }, 'the GitHub App was taken over');
    await use(later);
  }

  function look(): Promise<void> {
    looks = looks.catch(() => undefined).then(lookOnce);
    return looks;
  }

  return {
    look,
    async stop() {
      over = true;
      clearInterval(timer);
      await looks.catch(() => undefined);
    },
  };
}
