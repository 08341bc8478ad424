import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { GOLDEN_ANSWERS } from './answers.ts';

/** Rewrites the golden answers: `node contract/golden/generate.ts --write`. Without the flag it only names them. */

/** The text of a golden file: one line a column, so that a change shows as a small difference. */
export function goldenText(name: string): string {
  const answer = GOLDEN_ANSWERS[name];
  if (!answer) {
    throw new Error(`There is no golden answer called ${name}.`);
  }
  return `${pretty(answer, 0)}\n`;
}

/** JSON indented down to what fits a line of 120 characters; longer arrays of cells stay on one line each. */
function pretty(value: unknown, depth: number): string {
  const flat = JSON.stringify(value);
  const cells = Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
  if (cells || typeof value !== 'object' || value === null || flat.length + depth * 2 <= 120) {
    return flat;
  }
  const pad = '  '.repeat(depth + 1);
  const parts = Array.isArray(value)
    ? value.map((item) => pad + pretty(item, depth + 1))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${pad}${JSON.stringify(key)}: ${pretty(item, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

function main(): void {
  const folder = import.meta.dirname;
  const write = process.argv.includes('--write');
  if (write) {
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      if (!(basename(file, '.json') in GOLDEN_ANSWERS)) {
        rmSync(join(folder, file));
      }
    }
  }
  for (const name of Object.keys(GOLDEN_ANSWERS)) {
    if (write) {
      writeFileSync(join(folder, `${name}.json`), goldenText(name));
    }
    process.stdout.write(`${write ? 'written' : 'would write'} ${name}.json\n`);
  }
}

if (process.argv[1] === import.meta.filename) {
  main();
}
