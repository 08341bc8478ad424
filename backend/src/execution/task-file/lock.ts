import { statSync, unlinkSync } from 'node:fs';
import lockfile from 'proper-lockfile';

/** Task Master holds a lock that is older than this for one nobody holds any more (claude-task-master, scripts/modules/utils.js). */
const STALE_MS = 10_000;

const OPTIONS = {
  stale: STALE_MS,
  retries: { retries: 40, factor: 1.3, minTimeout: 25, maxTimeout: 500 },
  realpath: false,
};

/**
 * Runs `work` while holding the lock Task Master takes on the same file: `<file>.lock`, a folder of proper-lockfile's or, by its
 * synchronous code, a file. Waits up to about 15 s for another writer.
 * @throws Error a sentence naming the lock, where it cannot be had
 */
export async function withTaskFileLock<T>(file: string, work: () => Promise<T> | T): Promise<T> {
  removeStaleLockFile(`${file}.lock`);
  let release: () => Promise<void>;
  try {
    release = await lockfile.lock(file, OPTIONS);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ELOCKED') {
      throw new Error(`${file} is locked by another program (${file}.lock). If none is running, remove the lock.`);
    }
    throw new Error(`${file} cannot be locked: ${message}`);
  }
  try {
    return await work();
  } finally {
    await release().catch(() => {}); // taken over as stale while we worked: nothing of ours is left to give back
  }
}

/** Task Master's synchronous lock is a file; proper-lockfile removes folders only. */
function removeStaleLockFile(lock: string): void {
  try {
    const stat = statSync(lock);
    if (stat.isFile() && Date.now() - stat.mtimeMs > STALE_MS) {
      unlinkSync(lock);
    }
  } catch {
    // there is none, or it was given back meanwhile
  }
}
