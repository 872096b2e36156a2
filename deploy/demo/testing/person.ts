import type { Locator, Page } from 'playwright-core';
import { goBy } from '#services/gradebook/testing/browser.ts';

/** Somebody at a browser, whose clicks are counted. */
export interface Person {
  readonly page: Page;
  /** Leads to a page, and waits for it. */
  click(what: Locator): Promise<void>;
  readonly clicks: number;
}

export function personAt(page: Page): Person {
  let clicks = 0;
  return {
    page,
    async click(what) {
      clicks += 1;
      await goBy(what);
    },
    get clicks() {
      return clicks;
    },
  };
}
