import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Browser, type Page } from 'playwright-core';
import { createPageServer } from '../../scripts/web/page-server.ts';
import { dashboards } from '../../dashboards/index.ts';
import { findChromium, launchChromium } from './support/chromium.ts';
import { missingTexts, panelTitles } from './support/missing-texts.ts';
import { assertAccessible, assertNoSidewaysScroll, SHIPPED_DASHBOARDS, until } from './support/open.ts';
import { type SampleService, startSampleService } from './support/played-sample.ts';
import { watch } from './support/watch.ts';

const SCREENS = [
  { name: '1440 px, dark', width: 1440, scheme: 'dark', touch: false },
  { name: '1440 px, light', width: 1440, scheme: 'light', touch: false },
  { name: 'a phone of 390 px', width: 390, scheme: 'light', touch: true },
] as const;
/** Tall enough for the whole of a dashboard: panels out of sight ask nothing. */
const HEIGHT = { wide: 3200, narrow: 8000 };

let browser: Browser;
let sample: SampleService;
let server: ReturnType<typeof createPageServer>;
let origin: string;

async function open(uid: string, screen: (typeof SCREENS)[number], test: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: screen.width, height: screen.touch ? HEIGHT.narrow : HEIGHT.wide },
    colorScheme: screen.scheme,
    hasTouch: screen.touch,
    isMobile: screen.touch,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const { problems } = watch(page, origin);
  try {
    await page.goto(`${origin}/d/${uid}?refresh=`);
    await test(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

const textOf = (page: Page) => page.evaluate(() => document.body.innerText);

/** Every panel is there, and what it says has stayed the same for a while. */
async function settled(page: Page, uid: string): Promise<string> {
  const titles = panelTitles(uid);
  let last = '';
  let same = 0;
  await until(
    `the panels of ${uid} are drawn`,
    async () => {
      await page.waitForTimeout(400);
      const text = await textOf(page);
      same = text === last && titles.every((title) => text.includes(title)) ? same + 1 : 0;
      last = text;
      return same >= 4;
    },
    60_000
  );
  return last;
}

describe('dashboards', () => {
  before(async () => {
    const found = findChromium();
    assert.ok('path' in found, 'Chromium is needed');
    browser = await launchChromium(found.path);
    sample = await startSampleService();
    server = createPageServer({
      api: sample.url,
      dashboards: SHIPPED_DASHBOARDS,
      page: process.env.PAGE_UNDER_TEST,
      bundle: process.env.BUNDLE_UNDER_TEST,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server?.closeAllConnections();
    server?.close();
    await browser?.close();
    await sample?.stop();
  });

  for (const { uid, title } of dashboards().values()) {
    describe(`the dashboard ${title}`, () => {
      for (const screen of SCREENS) {
        it(`is filled and without faults, on ${screen.name}`, async () => {
          await open(uid ?? '', screen, async (page) => {
            const text = await settled(page, uid ?? '');
            assert.deepEqual(
              missingTexts(uid ?? '').filter((one) => text.includes(one)),
              []
            );
            await assertNoSidewaysScroll(page);
            await assertAccessible(page);
          });
        });
      }
    });
  }
});
