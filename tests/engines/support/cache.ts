import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
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

/** Whether something is installed under that name. */
export function isCached(name: string): boolean {
  return existsSync(join(cacheFolder(), name));
}

/** Folder of the cache; `make` fills it where it is not there. What was cut short or failed is not taken for whole. */
export function keepInCache(name: string, make: (part: string) => void): string {
  const whole = join(cacheFolder(), name);
  if (!existsSync(whole)) {
    const part = mkdtempSync(join(cacheFolder(), 'part-'));
    try {
      make(part);
      renameSync(part, whole);
    } catch (error) {
      if (!existsSync(whole)) {
        throw error; // else another run was quicker
      }
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  }
  return whole;
}
