import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { type Browser, type CDPSession, type Locator, type Page } from 'playwright-core';
import { createPageServer } from '../../../scripts/web/page-server.ts';
import { FakeService, type FrameJson } from '../../browser/support/fake-service.ts';
import { LENGTH, START } from './data.ts';
import { installProbe } from './probe.ts';

export interface Kind {
  dashboard: string;
  queryType: string;
  /** What the drawn panel calls itself once its picture is complete. */
  complete: RegExp;
}

export const GRAPH: Kind = { dashboard: 'dependency-graph', queryType: 'dependencyGraph', complete: /tasks shown/ };
export const TIMELINE: Kind = { dashboard: 'execution-timeline', queryType: 'timeline', complete: /spans in/ };

export interface Stage {
  page: Page;
  service: FakeService;
  cdp: CDPSession;
  plot: Locator;
  /** Milliseconds from the answer's text to the complete picture on screen. */
  pictureMs: number;
  /** Longest time the main thread was busy between the two, ms; 0 where never over 50. */
  blockedMs: number;
}

const DASHBOARDS = resolve(import.meta.dirname, '../../fixtures/dashboards');
const PICTURE_TIMEOUT_MS = 120_000;

/** Opens one panel on the given frames, waits for its picture, lets `use` work with it. */
export async function onStage<T>(
  browser: Browser,
  kind: Kind,
  frames: FrameJson[],
  use: (stage: Stage) => Promise<T>
): Promise<T> {
  const service = new FakeService();
  service.answers.set(kind.queryType, () => ({ status: 200, frames }));
  await service.start();
  const server = createPageServer({ api: service.address, dashboards: DASHBOARDS });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(installProbe);
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/d/${kind.dashboard}?from=${START}&to=${START + LENGTH}&refresh=`);
    const plot = page.getByRole('application', { name: kind.complete });
    const shown = await page.evaluate(waitForPicture, { pattern: kind.complete.source, timeoutMs: PICTURE_TIMEOUT_MS });
    await page.waitForTimeout(1500);
    const blockedMs = await page.evaluate(
      ({ from, to }) =>
        Math.max(
          0,
          ...window.__probe.long.filter(({ start }) => start >= from - 1 && start < to).map(({ duration }) => duration)
        ),
      shown
    );
    const cdp = await context.newCDPSession(page);
    return await use({ page, service, cdp, plot, pictureMs: shown.to - shown.from, blockedMs });
  } finally {
    await context.close();
    await service.stop();
    server.closeAllConnections();
    server.close();
  }
}

/** In the page: when the data was there, and when the frame with the complete picture had been drawn. */
async function waitForPicture({
  pattern,
  timeoutMs,
}: {
  pattern: string;
  timeoutMs: number;
}): Promise<{ from: number; to: number }> {
  const complete = new RegExp(pattern);
  const end = performance.now() + timeoutMs;
  const frame = async () => new Promise<number>((done) => requestAnimationFrame(done));
  const drawn = () =>
    [...document.querySelectorAll('[role="application"]')].some((one) =>
      complete.test(one.getAttribute('aria-label') ?? '')
    );
  while (!drawn()) {
    if (performance.now() > end) {
      throw new Error(`no complete picture after ${timeoutMs} ms`);
    }
    await frame();
  }
  await frame(); // the frame it is drawn in …
  await frame(); // … is on screen when the next one begins
  return { from: window.__probe.dataAt, to: performance.now() };
}
