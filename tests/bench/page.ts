/**
 * `npm run bench:page`: what the page costs before it shows something, on the built service with the sample project, in
 * Chromium without a GPU. `-- --json` prints one object a line, `-- --rounds N` how often each is opened (5).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser } from 'playwright-core';
import { projectLink } from '../../contract/app-links.ts';
import { findChromium, launchChromium } from '../browser/support/chromium.ts';
import { type FirstLoad, firstLoad } from './page/first-load.ts';
import { settledAfter } from './page/settled.ts';
import { machine, type Measured, quantile, report } from './result.ts';
import { endServices, startService, temporaryFolder } from './service/running-service.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    'no-build': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);

const found = findChromium();
if ('problem' in found) {
  process.stderr.write(`Nothing was measured. ${found.problem}\n`);
  process.exit(69);
}
const built = ['web/dist/index.html', 'dist/taskmaster-observability-app/module.js', 'backend/dist/cli.js'];
if (!values['no-build'] || !built.every((file) => existsSync(resolve(ROOT, file)))) {
  const { status } = spawnSync(process.execPath, [resolve(ROOT, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

const row = (name: string, value: number, unit: string, target?: number, note?: string): Measured => {
  return { name, value, unit, target, better: 'lower', note };
};

/** From an empty cache to a picture that stays: median of the rounds. */
async function cold(browser: Browser, name: string, url: string, selector: string, targetMs?: number) {
  const loads: FirstLoad[] = [];
  for (let round = 0; round < rounds; round++) {
    loads.push(await firstLoad(browser, url, selector));
  }
  const median = (pick: (load: (typeof loads)[number]) => number) => quantile(loads.map(pick), 0.5);
  const note = `median of ${rounds}`;
  return [
    row(
      `${name}: JavaScript, gzip`,
      median(({ scriptKb }) => scriptKb),
      'KB',
      undefined,
      'as it was sent'
    ),
    row(
      `${name}: requests`,
      median(({ requests }) => requests),
      'requests'
    ),
    row(
      `${name}: cold, first panel with data`,
      median(({ firstMs }) => firstMs),
      'ms',
      undefined,
      note
    ),
    row(
      `${name}: cold, everything drawn`,
      median(({ drawnMs }) => drawnMs),
      'ms',
      targetMs,
      note
    ),
  ];
}

const browser = await launchChromium(found.path);
const service = await startService(temporaryFolder('page'), '--sample');
const projects = (await (await fetch(new URL('/api/v1/projects', service.url))).json()) as Array<{ id: string }>;
const project = projectLink(projects[0]?.id ?? '');
if (!values.json) {
  const load = loadavg()[0]?.toFixed(1);
  process.stdout.write(`${machine()}, Chromium ${browser.version()}, no GPU, load ${load} at the start\n\n`);
}
try {
  const at = (path: string) => new URL(path, service.url).href;
  const panel = '[data-griditem-key] section :is(canvas, svg, table, span)';
  const results = [
    ...(await cold(browser, 'dashboard Run', at('/d/taskmaster-run'), panel, 1500)),
    ...(await cold(browser, 'page of the project', at(project), 'main canvas', 1500)),
  ];
  const inside = [];
  for (let round = 0; round < rounds; round++) {
    inside.push(await settledAfter(browser, at('/a/taskmaster-observability-app/projects'), project, 'main canvas'));
  }
  results.push(
    row('page of the project: from inside the app', quantile(inside, 0.5), 'ms', 500, `median of ${rounds}`)
  );
  results.forEach((measured) => report(measured, values.json));
} finally {
  await browser.close();
  await service.stop();
  endServices();
}
