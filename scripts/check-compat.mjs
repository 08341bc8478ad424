// Compares what the plugins use of @grafana/* with the versions they are to run on, by levitate (types, not behaviour).
// Fails where something used is missing there; lists what merely changed its type. Needs the registry: the versions are
// fetched once into npm's own cache. Usage: npm run check:compat [-- VERSION ...]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pluginFolders, ROOT } from './build/plugin-folders.mjs';

const VERSIONS = process.argv.length > 2 ? process.argv.slice(2) : ['11.0.0', '12.4.0', '13.2.1'];
const PACKAGES = ['@grafana/data', '@grafana/ui', '@grafana/runtime'];
const LEVITATE = join(ROOT, 'node_modules/@grafana/levitate/dist/bin.js');
/** The colours levitate prints with. */
const COLOURS = /\u001b\[\d+m/g;

/** Runs levitate for one module; it works in a folder of its own because it leaves files behind. */
function levitate(module, version) {
  const cwd = mkdtempSync(join(tmpdir(), 'levitate-'));
  const target = PACKAGES.map((name) => `${name}@${version}`).join(',');
  return new Promise((done) => {
    const child = spawn(process.execPath, [LEVITATE, 'is-compatible', '--path', module, '--target', target], { cwd });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('close', (status) => {
      rmSync(cwd, { recursive: true, force: true });
      done({ status, said: said.replaceAll(COLOURS, '') });
    });
  });
}

let faults = 0;
for (const { id, module } of pluginFolders()) {
  for (const version of VERSIONS) {
    const { status, said } = await levitate(module, version);
    const findings = [...said.matchAll(/^\d+\) (Removed|Changed) `([^`]+)`/gm)].map(([, kind, name]) => ({
      kind,
      name,
    }));
    const removed = findings.filter(({ kind }) => kind === 'Removed').map(({ name }) => name);
    const changed = findings.filter(({ kind }) => kind === 'Changed').map(({ name }) => name);
    const finished = said.includes('appears to be compatible') || said.includes('is not fully compatible');
    if (!finished) {
      faults++;
      process.stdout.write(
        `${id} on ${version}: levitate did not finish (exit code ${status}).\n${said.slice(-800)}\n`
      );
      continue;
    }
    faults += removed.length > 0 ? 1 : 0;
    const verdict = removed.length ? `MISSING there: ${removed.join(', ')}` : 'everything used is there';
    const types = changed.length ? `; other types: ${changed.join(', ')}` : '';
    process.stdout.write(`${id} (${relative(ROOT, module)}) on ${version}: ${verdict}${types}\n`);
  }
}
process.exit(faults > 0 ? 1 : 0);
