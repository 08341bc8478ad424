#!/usr/bin/env node
// The command `taskmaster-observe`: runs the built command line where it is built, else the sources. A Node older than 24
// is exchanged for one that with-node.mjs finds or brings.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '..');
const built = join(root, 'backend', 'dist', 'cli.js');
const entry = existsSync(built) ? built : join(root, 'backend', 'src', 'cli', 'index.ts');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv[1] = entry;
  await import(pathToFileURL(entry).href);
} else {
  const args = [join(here, 'with-node.mjs'), relative(root, entry), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  process.on('SIGINT', () => {}); // the terminal sends it to the child as well
  for (const signal of ['SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
