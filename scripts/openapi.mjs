// Writes contract/openapi.json from the routes, or with --check says whether it is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describeApi } from '../backend/src/describe-api.ts';
import { root } from './lib/install.mjs';

const file = join(root, 'contract', 'openapi.json');
const options = { ...(await resolveConfig(file)), parser: 'json' };
const text = await format(JSON.stringify(await describeApi()), options);
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readOr(file) !== text) {
  process.stderr.write('contract/openapi.json is out of date: run node scripts/openapi.mjs and commit it.\n');
  process.exitCode = 1;
}

function readOr(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
