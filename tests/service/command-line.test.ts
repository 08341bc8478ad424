import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../backend/src/testing/service.ts';
import { PACKAGE_ROOT } from '../../backend/src/util/package-root.ts';

const ENTRY = join(PACKAGE_ROOT, 'backend', 'src', 'cli', 'index.ts');

async function run(args: string[], closeOutput = false): Promise<{ code: number; err: string }> {
  const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.on('data', (data) => (err += String(data)));
  if (closeOutput) {
    child.stdout.destroy(); // as `| head` does
  } else {
    child.stdout.resume();
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, err };
}

it('a reader that has seen enough is no failure', async () => {
  const { code, err } = await run(['monitor-init', temporaryFolder(), '--data', temporaryFolder(), '--dry-run'], true);
  expect([code, err]).toEqual([0, '']);
});

it('a file is neither a project nor a data folder', async () => {
  const file = join(temporaryFolder(), 'a-file');
  writeFileSync(file, '');
  const project = await run(['start', '--project', file, '--port', '0', '--data', temporaryFolder()]);
  expect([project.code, project.err.includes('There is no folder')]).toEqual([66, true]);
  const data = await run(['start', '--port', '0', '--data', file]);
  expect([data.code, data.err.includes('it is a file, not a folder')]).toEqual([73, true]);
});
