import { type Browser } from 'playwright-core';
import { lastChange } from './settled.ts';

export interface FirstLoad {
  /** JavaScript as it came over the wire, KB of 1,024 bytes. */
  scriptKb: number;
  requests: number;
  /** From the navigation to the first element the selector finds, ms. */
  firstMs: number;
  /** To the last change of the page's elements, ms. */
  drawnMs: number;
}

/** Opens an address with nothing in the cache. */
export async function firstLoad(browser: Browser, url: string, selector: string): Promise<FirstLoad> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(selector).first().waitFor({ timeout: 60_000 });
    const firstMs = await page.evaluate(() => performance.now());
    const drawnMs = await lastChange(page);
    const resources = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(({ name, encodedBodySize }) => {
        return { name, encodedBodySize };
      })
    );
    const scripts = resources.filter(({ name }) => new URL(name).pathname.endsWith('.js'));
    const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    return { scriptKb: bytes / 1024, requests: resources.length, firstMs, drawnMs };
  } finally {
    await context.close();
  }
}
