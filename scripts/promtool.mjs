// Where promtool is; with --fetch it is brought from Debian's package into the user's cache where it is missing.
// Usage: node scripts/promtool.mjs [--fetch]: prints its path, or says why there is none (exit code 1).
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'taskmaster-observability', 'prometheus');
const CACHED = join(CACHE, 'usr', 'bin', 'promtool');

function runs(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of promtool: of TASKMASTER_PROMTOOL, in PATH, or fetched before; undefined where there is none. */
export function findPromtool() {
  const named = process.env.TASKMASTER_PROMTOOL;
  const inPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'promtool'));
  return [...(named ? [named] : []), ...inPath, CACHED].find(runs);
}

/** Brings it from Debian's package `prometheus`, without installing anything. */
function fetchPromtool() {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    execFileSync('apt-get', ['download', 'prometheus'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    mkdirSync(CACHE, { recursive: true });
    execFileSync('dpkg-deb', ['-x', join(folder, file), CACHE]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('promtool.mjs')) {
  let found = findPromtool();
  if (!found && process.argv.includes('--fetch')) {
    try {
      fetchPromtool();
      found = findPromtool();
    } catch (error) {
      process.stderr.write(
        `promtool could not be fetched with apt-get: ${error.message.split('\n')[0]}. Install Prometheus and put it into PATH.\n`
      );
    }
  }
  if (found) {
    process.stdout.write(`${found}\n`);
  } else {
    process.stderr.write('There is no promtool: run “node scripts/promtool.mjs --fetch”, or put it into PATH.\n');
    process.exitCode = 1;
  }
}
