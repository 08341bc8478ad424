// Installs what package-lock.json asks for and node_modules lacks. Needs nothing but Node and npm.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');

function read(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/** Whether node_modules holds what the lock file names. Optional packages may be missing: they are for other platforms. */
export function isInstalled() {
  const wanted = read('package-lock.json');
  const present = read('node_modules/.package-lock.json');
  if (!wanted || !present || !existsSync(join(root, 'node_modules'))) {
    return false;
  }
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) => path === '' || optional || peer || present[path]?.version === version
  );
}

/** Runs `npm ci` where something is missing; ends the process where that fails. */
export function ensureInstalled() {
  if (isInstalled()) {
    return;
  }
  process.stderr.write(
    'Installing what is missing (npm ci; the first time this takes a minute or more and says nothing) …\n'
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    process.stderr.write(
      `The packages could not be installed (npm ci ended with ${done.status ?? done.error?.message}). ` +
        'What npm said stands above; without a reason there, is the package registry reachable?\n'
    );
    process.exit(69);
  }
}
