import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboards } from './index.ts';

const FOLDER = fileURLToPath(new URL('../provisioning/dashboards', import.meta.url));
const ENDING = '.json';

/** The text of each file below provisioning/dashboards, by its name. */
function files(): Map<string, string> {
  return new Map([...dashboards()].map(([name, one]) => [`${name}${ENDING}`, `${JSON.stringify(one, null, 2)}\n`]));
}

const present = () => readdirSync(FOLDER).filter((name) => name.endsWith(ENDING));

/** Files that differ from the source, that lack, or that no source writes any more. */
export function differing(): string[] {
  const wanted = files();
  const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
  const there = new Set(present());
  const changed = [...wanted].filter(([name, text]) => !there.has(name) || read(name) !== text).map(([name]) => name);
  return [...changed, ...[...there].filter((name) => !wanted.has(name))].sort();
}

/** Writes every dashboard and removes those that are no more; the names of what was written. */
export function write(): string[] {
  mkdirSync(FOLDER, { recursive: true });
  const wanted = files();
  for (const name of present().filter((one) => !wanted.has(one))) {
    rmSync(join(FOLDER, name));
  }
  for (const [name, text] of wanted) {
    writeFileSync(join(FOLDER, name), text);
  }
  return [...wanted.keys()];
}
