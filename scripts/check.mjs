// Everything that can be said about the sources without running them. Usage: node scripts/check.mjs [--quick] [NAME ...]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './lib/install.mjs';

const bin = (path) => join(root, 'node_modules', path);
const LICENCES =
  'MIT;MIT-0;ISC;BSD;BSD-2-Clause;BSD-3-Clause;Apache-2.0;0BSD;CC0-1.0;CC-BY-4.0;Unlicense;BlueOak-1.0.0;Python-2.0;Zlib';

/** Each check is a name, a command of this Node and whether --quick leaves it out. */
const CHECKS = [
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  {
    name: 'lint',
    args: [
      bin('eslint/bin/eslint.js'),
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
      '--max-warnings=0',
      '.',
    ],
    slow: true,
  },
  { name: 'types', args: ['scripts/typecheck.mjs'] },
  { name: 'unused', args: [bin('knip/bin/knip.js'), '--no-progress'], slow: true, needs: 'knip.json' },
  {
    name: 'licences',
    args: [
      bin('license-checker-rseidelsohn/bin/license-checker-rseidelsohn.js'),
      '--production',
      '--excludePrivatePackages',
      '--onlyAllow',
      LICENCES,
      '--summary',
    ],
    slow: true,
  },
  { name: 'lock file', args: ['scripts/check-lock.mjs'] },
  { name: 'links', args: ['scripts/check-docs.mjs'] },
  { name: 'alerts', args: ['alerts/generate.ts', '--check'] },
  { name: 'openapi', args: ['scripts/openapi.mjs', '--check'] },
  { name: 'go', args: ['scripts/check-go.mjs'], slow: true },
  { name: 'dashboards', args: ['scripts/dashboards.mjs', '--check'], needs: 'scripts/dashboards.mjs' },
];

function run({ args }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: root });
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    child.on('close', (code) => resolve({ good: code === 0, said: said.trim() }));
  });
}

/** Runs the checks one after the other; how many passed and failed. */
export async function check({ quick = false, only = [] } = {}) {
  const counts = { passed: 0, failed: 0 };
  for (const one of CHECKS) {
    const wanted = only.length > 0 ? only.includes(one.name) : !(quick && one.slow);
    if (!wanted || (one.needs && !existsSync(join(root, one.needs)))) {
      continue;
    }
    const began = Date.now();
    const { good, said } = await run(one);
    counts[good ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${good ? '✓' : '✗'} ${one.name} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
    if (!good) {
      process.stdout.write(`${said}\n`);
    }
  }
  return counts;
}

if (process.argv[1]?.endsWith('check.mjs')) {
  ensureInstalled();
  const args = process.argv.slice(2);
  const { failed } = await check({ quick: args.includes('--quick'), only: args.filter((arg) => !arg.startsWith('-')) });
  process.exitCode = failed > 0 ? 1 : 0;
}
