import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Folder } from './folder.ts';

it('a folder is seen as it is, however often it was looked at before', () => {
  const path = mkdtempSync(join(tmpdir(), 'folder-'));
  const folder = new Folder(path, 'day');
  const old = (seconds: number) => utimesSync(path, new Date(), new Date(Date.now() - seconds * 1000));
  expect(folder.list()).toEqual([]);
  writeFileSync(join(path, '2026-11-20.db'), '');
  expect(folder.list()).toHaveLength(1);
  old(60); // long enough ago for its names to be remembered
  expect(folder.list()).toHaveLength(1);
  expect(folder.list()).toHaveLength(1);
  writeFileSync(join(path, '2026-11-21.db'), '');
  expect(folder.list()).toHaveLength(2);
  old(30);
  expect(folder.list()).toHaveLength(2);
  rmSync(join(path, '2026-11-20.db'));
  expect(folder.list()).toHaveLength(1);
  rmSync(path, { recursive: true });
  expect(folder.list()).toEqual([]);
});
