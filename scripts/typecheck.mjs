// Type-checks every folder that has a tsconfig of its own; exits with the number of folders that fail.
import { spawnSync } from 'node:child_process';

const folders = process.argv.slice(2);
const all = ['contract', 'backend', 'plugins', 'web', 'alerts', 'dashboards', 'tests'];
let failed = 0;
for (const folder of folders.length > 0 ? folders : all) {
  const done = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { stdio: 'inherit' });
  failed += done.status === 0 ? 0 : 1;
}
process.exit(failed);
