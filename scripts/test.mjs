// What `npm test` runs: installs what is missing, then the checks, the unit and service tests, the suites that need a
// browser, and those against real servers. The last line says how many passed and failed. Usage: node scripts/test.mjs [--quick] [vitest FILTER ...]
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './lib/install.mjs';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
if (quick) {
  process.env.TASKMASTER_OBSERVE_QUICK = '1'; // long tests take fewer rounds
}
const filters = args.filter((arg) => !arg.startsWith('-'));
const results = join(root, 'tests', '.output', 'results.json');

ensureInstalled();
const total = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => {
  total.passed += passed;
  total.failed += failed;
};

function run(command, show = true) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
      if (show) {
        process.stdout.write(data);
      }
    });
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

/** Counts of vitest's own report; a run that ended without one has failed. */
async function unitTests() {
  mkdirSync(join(root, 'tests', '.output'), { recursive: true });
  rmSync(results, { force: true });
  const { code } = await run([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...filters,
  ]);
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(results, 'utf8'));
    const failed = Math.max(numFailedTests, numFailedTestSuites > 0 || code !== 0 ? 1 : 0);
    return { passed: numPassedTests, failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Suites with a runner of their own, Node's or one that ends like it: its summary says how many passed and failed. */
async function ownSuite(name, file = join('tests', name, 'run.ts')) {
  process.stdout.write(`\n${name} tests\n`);
  const { code, said } = await run([file]);
  const count = (word) => Number(new RegExp(`^ℹ ${word} (\\d+)`, 'm').exec(said)?.[1] ?? 0);
  return { passed: count('pass'), failed: Math.max(count('fail') + count('cancelled'), code === 0 ? 0 : 1) };
}

if (filters.length === 0) {
  const { check } = await import('./check.mjs');
  add(await check({ quick }));
}
add(await unitTests());
if (!quick && filters.length === 0) {
  add(await ownSuite('go', 'scripts/test-go.mjs'));
  add(await ownSuite('browser'));
}
if (filters.length === 0) {
  add(await ownSuite('engines')); // with --quick those whose servers need not be compiled
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
