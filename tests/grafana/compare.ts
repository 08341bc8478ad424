// Our panels beside Grafana's own, on the same data, in one run of a Grafana that runs already:
// GRAFANA_URL=http://… node tests/grafana/compare.ts [--repeat 3] [--only graph] [--json]. Medians of the repeats are told.
// `npm run bench:panels -- --rivals` puts the same figures beside those of other layouts.
import { parseArgs } from 'node:util';
import { findChromium, launchChromium } from '../browser/support/chromium.ts';
import { machine, report } from '../bench/result.ts';
import { compareInGrafana } from './compare/run.ts';
import { api, GRAFANA_URL } from './support/grafana.ts';

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

const json = values.json === true;
const { version } = await api<{ version: string }>('GET', 'health');
const browser = await launchChromium(found.path);
if (!json) {
  process.stdout.write(`Grafana ${version}, Chromium ${browser.version()} without a GPU, ${machine()}\n`);
}
for await (const one of compareInGrafana(browser, { repeat: Number(values.repeat), only: values.only })) {
  const say = (what: string, value: number, note?: string) =>
    report({ name: `${one.data}, ${one.side}: ${what}`, value, note, unit: 'ms', better: 'lower' }, json);
  say('data to picture', one.pictureMs, one.shows);
  say('moving, p95 frame', one.intervalMs);
  say('moving, p95 work', one.workMs);
}
await browser.close();
