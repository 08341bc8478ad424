// Our panels beside Grafana's own, on the same data, in one run of a Grafana that runs already:
// GRAFANA_URL=http://… node tests/grafana/compare.ts [--repeat 3] [--only graph] [--json]. Medians of the repeats are told.
import { parseArgs } from 'node:util';
import { findChromium, launchChromium } from '../browser/support/chromium.ts';
import { machine, quantile, report } from '../bench/result.ts';
import { CASES } from './compare/cases.ts';
import { type Figures, measure } from './compare/measure.ts';
import { api, ensureDatasource, GRAFANA_URL, rawFrame, removeDashboard, saveDashboard } from './support/grafana.ts';

const { values } = parseArgs({
  options: {
    repeat: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean' },
  },
});
if (GRAFANA_URL === '') {
  process.stdout.write('Nothing was compared: set GRAFANA_URL to a Grafana that has the built plugins.\n');
  process.exit(0);
}
const found = findChromium();
if ('problem' in found) {
  process.stderr.write(`Nothing was compared. ${found.problem}\n`);
  process.exit(69);
}

const median = (figures: Figures[], pick: (one: Figures) => number) => quantile(figures.map(pick), 0.5);
const json = values.json === true;
await ensureDatasource();
const { version } = await api<{ version: string }>('GET', 'health');
const browser = await launchChromium(found.path);
if (!json) {
  process.stdout.write(`Grafana ${version}, Chromium ${browser.version()} without a GPU, ${machine()}\n`);
}
for (const { name, frames, from, to, sides } of CASES().filter((one) => one.name.includes(values.only))) {
  const figures = sides.map((): Figures[] => []);
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const gridPos = { x: 0, y: 0, w: 24, h: 22 };
  const paths: Array<{ uid: string; path: string }> = [];
  for (const [at, { type }] of sides.entries()) {
    const uid = `tmcompare-${process.pid}-${at}`;
    const panels = [{ type, title: name, targets: [rawFrame(frames)], gridPos }];
    paths.push({ uid, path: await saveDashboard(uid, { panels, ...range }) });
  }
  // Turn by turn, so that what else the machine does falls on both.
  for (let again = 0; again < Number(values.repeat); again++) {
    for (const [at, { side, subject }] of sides.entries()) {
      try {
        figures[at]!.push(await measure(browser, paths[at]!.path, subject));
      } catch (error) {
        process.stderr.write(`${name}, ${side}: ${String(error).split('\n')[0]}\n`);
      }
    }
  }
  for (const [at, { side }] of sides.entries()) {
    const own = figures[at]!;
    if (own.length > 0) {
      const row = { unit: 'ms', better: 'lower' } as const;
      const say = (what: string, value: number, note?: string) =>
        report({ name: `${name}, ${side}: ${what}`, value, note, ...row }, json);
      say(
        'data to picture',
        median(own, (one) => one.pictureMs),
        own[0]!.shows
      );
      say(
        'moving, p95 frame',
        median(own, (one) => one.intervalMs)
      );
      say(
        'moving, p95 work',
        median(own, (one) => one.workMs)
      );
    }
  }
  for (const { uid } of paths) {
    await removeDashboard(uid);
  }
}
await browser.close();
