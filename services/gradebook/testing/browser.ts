import { mkdir } from 'node:fs/promises';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';

const screenshots = process.env.PUSHMARK_SCREENSHOTS;

/** The system's Chromium, without a window. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A window of somebody with this Cookie header; undefined: not signed in. */
export async function windowOf(browser: Browser, origin: string, cookie?: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (cookie) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: origin }]);
  }
  return context;
}

/**
 * Clicks what leads to a page, and waits until all of it is there. A click alone waits for its first byte, and what is
 * counted, read or measured then may lack what comes last.
 */
export async function goBy(way: Locator): Promise<void> {
  await Promise.all([way.page().waitForEvent('load'), way.click()]);
}

/** Each width and each scheme once: colours do not depend on the width, nor places on the scheme. */
const LOOKS = [
  { width: 1440, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

/**
 * What every page must be, wide and narrow, light and dark: no accessibility violation, nothing beyond the window's
 * edge. The page is loaded once. With PUSHMARK_SCREENSHOTS=DIR it is kept as `name-WIDTH-SCHEME.png`, to be looked at.
 */
export async function expectWellMade(page: Page, name: string): Promise<void> {
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    if (screenshots) {
      await mkdir(screenshots, { recursive: true });
      await page.screenshot({ path: `${screenshots}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect([name, width, Math.max(0, wide)]).toEqual([name, width, 0]);
    expect([name, width, colorScheme, ...(await violations(page))]).toEqual([name, width, colorScheme]);
  }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`window.axe ?? (() => { var module; ${axe.source} })()`);
  const found = await page.evaluate<AxeResults>('axe.run()');
  return found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}
