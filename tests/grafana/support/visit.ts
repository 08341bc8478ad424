import assert from 'node:assert/strict';
import { type Page } from 'playwright-core';
import { GRAFANA_URL } from './grafana.ts';
import { currentBrowser, shoot } from './open.ts';
import { watch } from './watch.ts';

export interface VisitOptions {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  /** Of a service account: the page is opened as that. */
  token?: string;
  /** Problems that belong to the test: texts they contain. */
  expected?: RegExp;
}

let count = 0;

/** Opens an address of Grafana, lets `test` use it, and fails on anything that went wrong meanwhile. */
export async function visit(path: string, options: VisitOptions, test: (page: Page) => Promise<void>): Promise<void> {
  const context = await currentBrowser().newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 1000 },
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
    ...(options.token === undefined ? {} : { extraHTTPHeaders: { authorization: `Bearer ${options.token}` } }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems = watch(page);
  try {
    const theme = `theme=${options.theme ?? 'dark'}`;
    await page.goto(`${GRAFANA_URL}${path}${path.includes('?') ? '&' : '?'}orgId=1&${theme}`);
    await test(page);
    const left = problems.filter(
      (one) => !/gnet|catalog|502 \(Bad Gateway\)/.test(one) && !options.expected?.test(one)
    );
    assert.deepEqual(left, [], 'the page had problems');
  } catch (error) {
    await shoot(page, `failed-visit-${++count}`).catch(() => undefined);
    throw error;
  } finally {
    await context.close();
  }
}

/** The address of Explore with one query of a data source. */
export function exploreLink(uid: string, target: Record<string, unknown>, from = 'now-24h'): string {
  const datasource = { type: 'taskmaster-observability-datasource', uid };
  const pane = { datasource: uid, queries: [{ refId: 'A', datasource, ...target }], range: { from, to: 'now' } };
  return `/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}
