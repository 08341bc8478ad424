import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { queryPages } from './generate.ts';

const folder = join(import.meta.dirname, '../../docs/queries');
const pages = queryPages();

describe('docs/queries', () => {
  it('has a page for every query type and no other', () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(pages).toSorted());
  });

  // Out of date? `node contract/docs/generate.ts --write`
  it.each(Object.keys(pages))('%s is what the generator makes', (name) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(pages[name]);
  });
});
