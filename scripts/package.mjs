// Makes the archive for Grafana's catalog: dist/taskmaster-observability-app-<version>.zip, with its sums beside it. The
// bundle is built anew, checked as far as that is possible without the catalog's validator, and zipped the same way each time.
// Usage: npm run package [-- --from FOLDER] [-- --to FOLDER]     --from: a bundle that is built already
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { APP_ID } from './build/plugin-folders.mjs';
import { repositoryUrl } from './build/repository.mjs';
import { whyNoGo } from './lib/go.mjs';
import { ensureInstalled, root } from './lib/install.mjs';

ensureInstalled();
const { checkBundle, PLATFORMS } = await import('./package/check-bundle.ts');
const { writeSums, writeZip } = await import('./package/zip.ts');

const { values } = parseArgs({
  options: { from: { type: 'string' }, to: { type: 'string', default: join(root, 'dist') } },
});
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { version } = packageJson;
const say = (text) => process.stdout.write(`${text}\n`);

const noGo = values.from ? undefined : whyNoGo();
if (noGo) {
  say(`The archive will lack the data source's executables: ${noGo}. It can be tried, but not be submitted.`);
}
if (!repositoryUrl(packageJson)) {
  say('Nothing names the repository (package.json “repository”, GITHUB_REPOSITORY): links to it are left out.');
}

function build(script, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', script), ...args], { stdio: 'inherit' });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

const folder = values.from ? resolve(values.from) : mkdtempSync(join(tmpdir(), 'taskmaster-bundle-'));
if (!values.from) {
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  build('build-plugins.mjs', '--to', folder);
  if (!noGo) {
    build('build-datasource.mjs', '--all', '--to', folder);
  }
}

const faults = checkBundle(folder, { version, platforms: noGo ? [] : PLATFORMS });
if (faults.length > 0) {
  process.stderr.write(`The catalog would refuse this bundle:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n`);
  process.exit(1);
}
mkdirSync(values.to, { recursive: true });
const file = join(resolve(values.to), `${APP_ID}-${version}.zip`);
await writeZip(folder, APP_ID, file);
const { sha1 } = writeSums(file);
say(`${file} (${(statSync(file).size / 1e6).toFixed(1)} MB)\nsha1 ${sha1}`);
