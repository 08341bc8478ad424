/**
 * Pictures of every dashboard at 1440 px, from a service with its own files and from one that reads from three servers, for
 * people to lay side by side: `npm run pictures:engines [-- FOLDER]`, by default tests/.output/engines. The page has to
 * be built (`npm run build`).
 */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser } from 'playwright-core';
import { dashboards } from '../../dashboards/index.ts';
import { createPageServer } from '../../scripts/web/page-server.ts';
import { findChromium, launchChromium } from '../browser/support/chromium.ts';
import { OUTPUT, SHIPPED_DASHBOARDS } from '../browser/support/open.ts';
import { dashboardTwins } from './support/dashboard-twins.ts';

const PACE = Number(process.env.TASKMASTER_ENGINES_PACE ?? 2);
const WIDTH = 1440;
/** Tall enough for the whole of a dashboard: panels out of sight ask nothing. */
const HEIGHT = 2400;
/** What is on screen stays as it is for so long, ms. */
const STILL_MS = 2500;

const folder = process.argv[2] ?? join(OUTPUT, 'engines');
mkdirSync(folder, { recursive: true });
const found = findChromium();
if ('problem' in found) {
  process.stderr.write(`${found.problem}\n`);
  process.exit(69);
}

async function picture(browser: Browser, url: string, file: string): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(url);
    await page.locator('[data-griditem-key] section').first().waitFor();
    let last = '';
    for (let still = 0, waited = 0; still < STILL_MS && waited < 60_000; waited += 500) {
      await page.waitForTimeout(500);
      const text = await page.evaluate(() => document.body.innerText);
      still = text === last ? still + 500 : 0;
      last = text;
    }
    const height = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('[data-griditem-key]')].map((one) => one.getBoundingClientRect().bottom)
      )
    );
    await page.screenshot({ path: file, clip: { x: 0, y: 0, width: WIDTH, height: Math.min(HEIGHT, height + 16) } });
  } finally {
    await context.close();
  }
}

const browser = await launchChromium(found.path);
const twins = await dashboardTwins(PACE);
/** The page on a service, with the shipped dashboards. */
async function pageOn(url: string): Promise<{ origin: string; close(): void }> {
  const server = createPageServer({ api: new URL(url), dashboards: SHIPPED_DASHBOARDS });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const pages = { embedded: await pageOn(twins.embedded.url), servers: await pageOn(twins.servers.url) };
try {
  for (const { uid = '', time } of dashboards().values()) {
    const minutes = { '15m': 15, '30m': 30, '6h': 360 }[time?.from.slice('now-'.length) ?? ''] ?? 60;
    const range = `from=${twins.end - minutes * 60_000}&to=${twins.end}&timezone=utc&refresh=`;
    // At the same moment: what is “now” is on them too.
    const both = Object.entries(pages).map(([name, { origin }]) =>
      picture(browser, `${origin}/d/${uid}?${range}`, join(folder, `${uid}-${name}.png`))
    );
    await Promise.all(both);
    process.stdout.write(`${uid}\n`);
  }
} finally {
  Object.values(pages).forEach((page) => page.close());
  await browser.close();
  await twins.stop();
}
