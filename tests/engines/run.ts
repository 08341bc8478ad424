import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installServers } from './support/servers.ts';

/**
 * Tests against real servers: brings the servers into the cache, runs the tests, and once more those of metrics against
 * Prometheus 3. The last lines say how many passed and failed, as Node's own test runner says it; a server that cannot be
 * had is a failure in CI. Usage: npm run test:engines [-- vitest FILTER ...]
 */
const root = resolve(import.meta.dirname, '../..');
const filters = process.argv.slice(2);
const quick = process.env.TASKMASTER_OBSERVE_QUICK === '1';
const counts = { pass: 0, fail: 0, skipped: 0 };

const say = (line: string) => void process.stdout.write(`${line}\n`);
const missing = installServers(quick, say);
if (missing.size > 0 && process.env.CI && !quick) {
  say(`✗ In CI all servers have to be there; missing: ${[...missing.keys()].join(', ')}.`);
  counts.fail += missing.size;
}

function pass(name: string, more: readonly string[], env: Record<string, string> = {}): void {
  const results = join(root, 'tests', '.output', `engines-${name}.json`);
  mkdirSync(join(root, 'tests', '.output'), { recursive: true });
  rmSync(results, { force: true });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/engines/vitest.config.ts'];
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${results}`];
  const done = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...vitest, ...reporters, ...more],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }
  );
  try {
    const said = JSON.parse(readFileSync(results, 'utf8')) as Record<string, number>;
    counts.pass += said['numPassedTests'] ?? 0;
    counts.skipped += said['numPendingTests'] ?? 0;
    counts.fail += Math.max(said['numFailedTests'] ?? 0, done.status === 0 ? 0 : 1);
  } catch {
    counts.fail += 1;
  }
}

pass('all', filters);
if (!missing.has('prometheus3') && filters.length === 0) {
  say('\nMetrics once more, against Prometheus 3.15');
  pass('prometheus-3', ['metrics-'], { TASKMASTER_PROMETHEUS_VERSION: '3.15', TASKMASTER_ENGINES_RUNS: '10' });
}
process.stdout.write(`ℹ pass ${counts.pass}\nℹ fail ${counts.fail}\nℹ skipped ${counts.skipped}\n`);
process.exitCode = counts.fail > 0 ? 1 : 0;
