// What `npm start` runs: installs what is missing, builds what is out of date, runs the service. Without --project it
// plays the sample project. Needs nothing but Node and npm until everything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, root } from './lib/install.mjs';
import { newest } from './lib/newest.mjs';

const args = process.argv.slice(2);
ensureInstalled();
const { buildBackend } = await import('./build-backend.mjs');
try {
  await buildBackend({ ifNeeded: true });
} catch (error) {
  process.stderr.write(`The service could not be built: ${error.message}\n`);
  process.exit(70);
}

buildPage();

const hasProject = args.some((argument) => /^(-p|--project|--config)(=|$)/.test(argument));
const settings = process.env.TASKMASTER_OBSERVE_PROJECTS || process.env.TASKMASTER_OBSERVE_CONFIG;
const sample = hasProject || helps() || settings ? [] : ['--sample'];
if (!helps()) {
  process.stdout.write(
    `To have the command everywhere: npm install --global ${JSON.stringify(root)}  (then: taskmaster-observe --help)\n`
  );
}
const cli = join(root, 'backend', 'dist', 'cli.js');
const child = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2', cli, 'start', ...sample, ...args],
  {
    stdio: 'inherit',
  }
);
process.on('SIGINT', () => {}); // the terminal sends it to the service as well, which ends in order
for (const signal of ['SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));

/** The page and the panels; without them the service still has its plain pages. */
function buildPage() {
  const sources = ['plugins', 'web', 'contract', 'webpack.config.ts', 'package-lock.json'];
  const results = ['web/dist/index.html', 'dist/taskmaster-observability-app/module.js'];
  const built = Math.min(...results.map((path) => newest(join(root, path))));
  if (helps() || Math.max(...sources.map((path) => newest(join(root, path)))) <= built) {
    return;
  }
  process.stdout.write('Building the page and the panels (once, about a minute) …\n');
  const done = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--no-backend'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (done.status !== 0) {
    process.stderr.write('The page could not be built; the service starts without it (see /status).\n');
  }
}

function helps() {
  return args.some((argument) => ['-h', '--help', '-V', '--version'].includes(argument));
}
