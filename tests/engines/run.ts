import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

// Tests against real servers. Usage: npm run test:engines [-- vitest FILTER ...]
const root = resolve(import.meta.dirname, '../..');
const done = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'tests/engines/vitest.config.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' }
);
process.exitCode = done.status ?? 1;
