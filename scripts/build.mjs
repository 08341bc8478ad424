// Builds everything that is built: the Grafana bundle, the page, and the service's executables where their step is there.
// Usage: npm run build [-- --no-backend] [--all]     --all: the datasource's executable for every platform, not only this one
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { 'no-backend': { type: 'boolean', default: false }, all: { type: 'boolean', default: false } },
});
const steps = [
  ['plugins', 'build-plugins.mjs'],
  ['datasource executable', 'build-datasource.mjs', ...(values.all ? ['--all'] : [])],
  ['page', 'build-web.mjs'],
  ...(values['no-backend'] ? [] : [['backend', 'build-backend.mjs']]),
];
for (const [name, script, ...args] of steps) {
  const file = resolve(import.meta.dirname, script);
  if (!existsSync(file)) {
    continue; // a part that needs no build
  }
  const start = performance.now();
  process.stdout.write(`${name} …\n`);
  const { status } = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`The build of the ${name} failed; what came before it is in place.\n`);
    process.exit(status ?? 1);
  }
  process.stdout.write(`${name} built in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}
