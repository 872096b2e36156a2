import type { Locator, Page } from 'playwright-core';

/** Somebody at a browser, whose clicks are counted. */
export interface Person {
  readonly page: Page;
  click(what: Locator): Promise<void>;
  readonly clicks: number;
}

export function personAt(page: Page): Person {
  let clicks = 0;
  return {
    page,
    async click(what) {
      clicks += 1;
      await what.click();
    },
    get clicks() {
      return clicks;
    },
  };
}
