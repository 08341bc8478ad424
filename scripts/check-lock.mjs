// `npm ci` refuses a lock file that leaves out packages of other platforms, and `npm install` writes such files where the
// registry lacks them. This names what is left out. Usage: node scripts/check-lock.mjs
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/install.mjs';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** Whether the package at `path` of node_modules finds `name`, in its own folder or one above. */
function found(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) {
      return true;
    }
    if (at === '') {
      return false;
    }
  }
}

const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !found(path, name))
    .map(([name, version]) => `${path} may need ${name}@${version}, which package-lock.json leaves out`)
);
process.stdout.write(missing.map((line) => `${line}\n`).join(''));
process.exitCode = missing.length > 0 ? 1 : 0;
