import { type Browser, type Page } from 'playwright-core';

/** No change of the page's content for this long means that everything there is has been drawn. */
const QUIET_MS = 400;

/**
 * Inside the page: when it last changed, once it has been quiet; ms since the navigation. Clocks that tick (“12 s ago”) and
 * attributes do not count, only elements that come and go.
 */
export async function lastChange(page: Page): Promise<number> {
  return page.evaluate(
    (quietMs) =>
      new Promise<number>((done) => {
        let last = performance.now();
        const observer = new MutationObserver((records) => {
          if (
            records.some(({ addedNodes, removedNodes }) =>
              [...addedNodes, ...removedNodes].some((one) => one.nodeType === 1)
            )
          ) {
            last = performance.now();
          }
        });
        observer.observe(document.body, { childList: true, subtree: true });
        const timer = setInterval(() => {
          if (performance.now() - last > quietMs) {
            clearInterval(timer);
            observer.disconnect();
            done(last);
          }
        }, 20);
      }),
    QUIET_MS
  );
}

/** From a click on a link of an open page to everything drawn, ms. */
export async function settledAfter(browser: Browser, url: string, path: string, selector: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    const link = page.locator(`main a[href^="${path}"]`).first();
    await link.waitFor();
    await lastChange(page);
    const begun = await page.evaluate(() => performance.now());
    await link.click();
    await page.locator(selector).first().waitFor();
    return (await lastChange(page)) - begun;
  } finally {
    await context.close();
  }
}
