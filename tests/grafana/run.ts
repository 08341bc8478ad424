// Both panels in a real Grafana that runs already and has the built plugins: GRAFANA_URL=http://… node tests/grafana/run.ts [SPEC ...]
// Grafana must let this suite in as an admin (anonymous, or GRAFANA_TOKEN). Exit code 0 if every test passed or none was asked for.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before } from 'node:test';
import { type Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../browser/support/chromium.ts';
import { ensureDatasource, GRAFANA_URL } from './support/grafana.ts';
import { useBrowser } from './support/open.ts';
import { stopPlayedSample } from './support/played-sample.ts';

if (GRAFANA_URL === '') {
  process.stdout.write(
    'Tests in a real Grafana were skipped: set GRAFANA_URL to one that has dist/taskmaster-observability-app among its plugins.\n'
  );
  process.exit(0);
}
const found = findChromium();
if ('problem' in found) {
  process.stderr.write(`Tests in a real Grafana did not run. ${found.problem}\n`);
  process.exit(69);
}

let browser: Browser;
before(async () => {
  await ensureDatasource();
  browser = await launchChromium(found.path);
  useBrowser(browser);
});
after(async () => {
  await browser?.close();
  await stopPlayedSample();
});

const asked = process.argv.slice(2);
const specs = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.spec.ts'));
for (const spec of specs.filter((file) => asked.length === 0 || asked.some((one) => file.includes(one)))) {
  await import(resolve(import.meta.dirname, spec));
}
