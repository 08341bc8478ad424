import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { type DashboardJson, GRAFANA_URL, removeDashboard, saveDashboard } from './grafana.ts';
import { watch } from './watch.ts';

export const OUTPUT = resolve(import.meta.dirname, '../../.output/grafana');

export interface OpenOptions {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  touch?: boolean;
  /** Added to the address: `kiosk`, `editPanel=1` … */
  search?: string;
  /** What the page takes for the present, epoch ms; timers run as ever. */
  now?: number;
}

let browser: Browser | undefined;
let count = 0;

export function useBrowser(next: Browser) {
  browser = next;
}

/** The browser of the suite. */
export function currentBrowser(): Browser {
  assert.ok(browser, 'run these tests with: node tests/grafana/run.ts');
  return browser;
}

/** Opens one dashboard in Grafana, lets `test` use it, fails on anything that went wrong meanwhile, removes it again. */
export async function open(
  dashboard: DashboardJson,
  options: OpenOptions,
  test: (page: Page, problems: string[]) => Promise<void>
): Promise<void> {
  assert.ok(browser, 'run these tests with: node tests/grafana/run.ts');
  const uid = `tmsuite-${process.pid}-${++count}`;
  const path = await saveDashboard(uid, dashboard);
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    hasTouch: options.touch ?? false,
    isMobile: options.touch ?? false,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(12_000);
  // Grafana itself takes a while to load on a busy machine; that says nothing about the panels.
  page.setDefaultNavigationTimeout(60_000);
  if (options.now !== undefined) {
    await page.clock.setFixedTime(options.now);
  }
  const problems = watch(page);
  try {
    await page.goto(`${GRAFANA_URL}${path}?orgId=1&theme=${options.theme ?? 'dark'}&${options.search ?? 'kiosk'}`);
    await test(page, problems);
    assert.deepEqual(problems, [], 'the page had problems');
  } catch (error) {
    await shoot(page, `failed-${uid}`).catch(() => undefined);
    if (problems.length > 0) {
      process.stderr.write(`${problems.join('\n')}\n`);
    }
    throw error;
  } finally {
    await context.close();
    await removeDashboard(uid);
  }
}

/** A picture of the whole window, to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true });
  await page.screenshot({ path: resolve(OUTPUT, `${name}.png`) });
}
