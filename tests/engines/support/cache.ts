import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for installed servers: of TASKMASTER_ENGINES_CACHE, else in the user's cache. Never in the checkout. */
export function cacheFolder(...names: string[]): string {
  const user = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(
    process.env.TASKMASTER_ENGINES_CACHE ?? join(user, 'taskmaster-observability', 'engines'),
    ...names
  );
  mkdirSync(folder, { recursive: true });
  return folder;
}
