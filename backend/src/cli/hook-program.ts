import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HOOK_PROGRAM } from '../monitor-init/settings.ts';
import { PACKAGE_ROOT } from '../util/package-root.ts';

/** The shell program as it comes with this package. */
export function hookProgram(): string {
  return join(PACKAGE_ROOT, 'backend', 'src', 'hook', HOOK_PROGRAM);
}

/** Copies the program into the data folder, where it stays when this package moves; its path. */
export function installHookProgram(dataDir: string): string {
  const folder = join(dataDir, 'bin');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, HOOK_PROGRAM);
  copyFileSync(hookProgram(), file);
  return file;
}
