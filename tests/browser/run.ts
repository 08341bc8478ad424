// Browser tests: builds once, then opens the page in Chromium. Usage: node tests/browser/run.ts [--no-build] [SPEC ...]
// A SPEC is part of a file name: `page`, `graph`. Exit code 0 only if every test passed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before } from 'node:test';
import { parseArgs } from 'node:util';
import { type Browser } from 'playwright-core';
import { findChromium, launchChromium } from './support/chromium.ts';
import { useBrowser } from './support/open.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  options: { 'no-build': { type: 'boolean', default: false } },
  allowPositionals: true,
});

const found = findChromium();
if ('problem' in found) {
  process.stderr.write(`Browser tests did not run. ${found.problem}\n`);
  process.exit(69);
}
const built = ['web/dist/index.html', 'dist/taskmaster-observability-app/module.js', 'backend/dist/cli.js'];
if (!values['no-build'] || !built.every((file) => existsSync(resolve(ROOT, file)))) {
  const { status } = spawnSync(process.execPath, [resolve(ROOT, 'scripts/build.mjs')], { stdio: 'inherit', cwd: ROOT });
  if (status !== 0) {
    process.stderr.write('Browser tests did not run: the build failed.\n');
    process.exit(status ?? 1);
  }
}

let browser: Browser;
before(async () => {
  browser = await launchChromium(found.path);
  useBrowser(browser);
});
after(async () => browser?.close());

const specs = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.spec.ts'));
for (const spec of specs.filter((file) => positionals.length === 0 || positionals.some((one) => file.includes(one)))) {
  await import(resolve(import.meta.dirname, spec));
}
