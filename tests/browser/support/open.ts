import { seriousFaults } from './axe.ts';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import assert from 'node:assert/strict';
import { type Browser, type Page } from 'playwright-core';
import { createPageServer } from '../../../scripts/web/page-server.ts';
import { FakeService } from './fake-service.ts';
import { watch, type Watch } from './watch.ts';

export const OUTPUT = resolve(import.meta.dirname, '../../.output');

/** Dashboards the page's own tests look at; what is shipped has tests of its own. */
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/dashboards');
export const SHIPPED_DASHBOARDS = resolve(import.meta.dirname, '../../../provisioning/dashboards');

/** Inside the golden frames' own hours, so that nothing in a test depends on today. */
export const GOLDEN_RANGE = `from=${Date.parse('2026-11-20T07:30:00Z')}&to=${Date.parse('2026-11-20T12:05:00Z')}&timezone=utc`;

/** The moment the golden frames call the present. */
export const GOLDEN_NOW = Date.parse('2026-11-20T12:00:00Z');

/** Folders to test instead of the checkout's own builds: a bundle unpacked from a release, for one. */
const BUILT = { page: process.env.PAGE_UNDER_TEST, bundle: process.env.BUNDLE_UNDER_TEST };

export interface OpenOptions {
  path?: string;
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
  touch?: boolean;
  reducedMotion?: boolean;
  /** What the page takes for the present, epoch ms; timers run as ever. */
  now?: number;
  /** Folder of the dashboards to offer. */
  dashboards?: string;
  /** A service of the test's own instead of a fake one. */
  api?: URL;
  /** Prepares the service before the page asks it anything. */
  prepare?: (service: FakeService) => void;
}

export interface Opened extends Watch {
  page: Page;
  service: FakeService;
  origin: string;
}

let browser: Browser | undefined;

export function useBrowser(next: Browser) {
  browser = next;
}

/** Opens the page on a fresh service, lets `test` use it, and fails on anything that went wrong meanwhile. */
export async function open(options: OpenOptions, test: (opened: Opened) => Promise<void>): Promise<void> {
  assert.ok(browser, 'run these tests with: node tests/browser/run.ts');
  const service = new FakeService();
  options.prepare?.(service);
  await service.start();
  const server = createPageServer({
    api: options.api ?? service.address,
    dashboards: options.dashboards ?? FIXTURES,
    ...BUILT,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.scheme ?? 'light',
    hasTouch: options.touch ?? false,
    isMobile: options.touch ?? false,
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  if (options.now !== undefined) {
    await page.clock.setFixedTime(options.now);
  }
  const watched = watch(page, origin);
  try {
    await page.goto(`${origin}${options.path ?? '/'}`);
    await test({ ...watched, page, service, origin });
    assert.deepEqual(watched.problems, [], 'the page had problems');
  } catch (error) {
    mkdirSync(OUTPUT, { recursive: true });
    await page.screenshot({ path: resolve(OUTPUT, 'failed.png') }).catch(() => undefined);
    if (watched.problems.length > 0) {
      process.stderr.write(`${watched.problems.join('\n')}\n`);
    }
    throw error;
  } finally {
    await context.close();
    await service.stop();
    server.closeAllConnections();
    server.close();
  }
}

/** Waits until `check` holds; the message says what did not become true. */
export async function until(what: string, check: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    assert.ok(Date.now() < end, `did not become true: ${what}`);
    await new Promise((done) => setTimeout(done, 30));
  }
}

/** Fails on any serious accessibility fault axe finds. */
export async function assertAccessible(page: Page, within?: string): Promise<void> {
  const faults = await seriousFaults(page, within);
  assert.deepEqual(faults, [], 'axe found serious faults');
}

/** The page may scroll down, never sideways. */
export async function assertNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  assert.ok(content <= window, `the page is ${content} px wide in a window of ${window} px`);
}
