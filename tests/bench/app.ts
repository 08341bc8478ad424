/**
 * `npm run bench:app`: the run page on the sample project in its middle, in Chromium against the built service. Every
 * part has to be drawn: the answers, graph, timeline and list. `-- --json` prints one object a line; `-- --rounds N`.
 */
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Browser, type Page } from 'playwright-core';
import { projectLink, projectsLink } from '../../contract/app-links.ts';
import { createPageServer } from '../../scripts/web/page-server.ts';
import { findChromium, launchChromium } from '../browser/support/chromium.ts';
import { MidwaySample } from '../browser/support/midway-sample.ts';
import { machine, type Measured, quantile, report } from './result.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);

/** Resolves, in the page, with the time (ms since navigation) at which everything is drawn and painted. */
const DRAWN = `new Promise((done) => {
  const parts = [
    '[data-testid="run-overview"]',
    '[data-testid="dependency-graph-stage"] canvas, canvas[data-testid="dependency-graph-stage"]',
    '[role="application"][aria-label^="Execution timeline of the run: "]',
    'tr[data-task]',
  ];
  const look = () =>
    parts.every((part) => document.querySelector(part))
      ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
      : requestAnimationFrame(look);
  look();
})`;

async function cold(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(address, { waitUntil: 'commit' });
    return (await page.evaluate(DRAWN)) as number;
  } finally {
    await context.close();
  }
}

/** From a click on the list of projects; the page's parts were fetched by an earlier visit, as in any session. */
async function fromInside(page: Page, project: string): Promise<number> {
  const link = page.locator(`a[href="${projectLink(project)}"]`).first();
  await link.waitFor();
  const start = await link.evaluate((element) => {
    const now = performance.now();
    (element as unknown as { click: () => void }).click();
    return now;
  });
  const end = (await page.evaluate(DRAWN)) as number;
  await page.goBack();
  await link.waitFor();
  return end - start;
}

/** From the rename of the task file to the new status in the list. */
async function change(page: Page, service: MidwaySample, to: string, word: string): Promise<number> {
  const shown = page.evaluate(
    `new Promise((done) => {
      const look = () => document.querySelector('tr[data-task="15"]')?.textContent.includes(${JSON.stringify(word)})
        ? done(Date.now()) : requestAnimationFrame(look);
      look();
    })`
  );
  const start = Date.now();
  await service.setStatus(15, to);
  return ((await shown) as number) - start;
}

const found = findChromium();
if ('problem' in found) {
  process.stderr.write(`The run page was not measured. ${found.problem}\n`);
  process.exit(69);
}
const service = await MidwaySample.middle();
const server = createPageServer({
  api: service.url,
  page: process.env.PAGE_UNDER_TEST,
  bundle: process.env.BUNDLE_UNDER_TEST,
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await launchChromium(found.path);
try {
  const address = origin + projectLink(service.project);
  const colds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    colds.push(await cold(browser, address));
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(origin + projectsLink());
  await fromInside(page, service.project);
  const insides: number[] = [];
  for (let round = 0; round < rounds; round++) {
    insides.push(await fromInside(page, service.project));
  }
  await page.goto(address);
  await page.evaluate(DRAWN);
  const changes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    changes.push(await change(page, service, 'in-progress', 'In progress'));
    changes.push(await change(page, service, 'pending', 'Pending'));
  }
  const row = (name: string, taken: number[], target: number, note: string): Measured[] => [
    { name: `${name}, median`, value: quantile(taken, 0.5), unit: 'ms', target, better: 'lower', note },
    { name: `${name}, p95`, value: quantile(taken, 0.95), unit: 'ms', better: 'lower' },
  ];
  if (!values.json) {
    process.stdout.write(`${machine()}; load ${loadavg()[0]!.toFixed(1)}\n\n`);
  }
  for (const measured of [
    ...row('Run page, cold', colds, 1500, 'new browser context to all parts drawn'),
    ...row('Run page, from inside the app', insides, 500, 'click on the list of projects to all parts drawn'),
    ...row('Task file to screen', changes, 1000, 'rename of tasks.json to the new status on screen'),
  ]) {
    report(measured, values.json ?? false);
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await service.close();
}
