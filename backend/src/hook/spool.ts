import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What became of a body; the part of the store's answer that matters here. */
export interface SpoolAnswer {
  accepted: number;
  duplicates: number;
  rejected: Array<{ message: string }>;
}

/**
 * Takes one body; resolves when it is on disk elsewhere. A rejected promise means "not now": the file stays, unless the
 * error's code is `invalid`.
 */
export type SpoolHandler = (bytes: Uint8Array<ArrayBuffer>, receivedAt: number) => Promise<SpoolAnswer | void>;

export interface SpoolResult {
  /** Files handed over and deleted. */
  collected: number;
  /** Files that cannot be read and lie in `broken/` now. */
  setAside: number;
  /** Why collecting stopped before the end; the rest is still there. */
  stopped?: Error;
}

/** Files under way at the same time: enough for the store to commit many at once, few enough to stay small in memory. */
const AT_ONCE = 32;
/** A temporary file this old belongs to a hook that was killed, ms. */
const STALE_MS = 60_000;
/** Broken files kept for a look. */
const MOST_BROKEN = 100;
const BROKEN = 'broken';

/**
 * Hands every spooled file over, oldest first, and deletes it once it was acknowledged. `receivedAt` is when it was
 * written (epoch ms): the same when a file has to be handed over a second time, so that its events keep their ids. Never rejects for what a file
 * holds; rejects where the folder itself cannot be read (one that does not exist is empty).
 */
export async function collectSpool(dir: string, handle: SpoolHandler): Promise<SpoolResult> {
  const result: SpoolResult = { collected: 0, setAside: 0 };
  const files = await waiting(dir);
  let next = 0;
  let handed: Promise<void> = Promise.resolve();
  const worker = async (): Promise<void> => {
    while (next < files.length && result.stopped === undefined) {
      const file = files[next++] as SpoolFile;
      // Files are read and deleted several at once, but handed over one after the other.
      const before = handed;
      const { promise, resolve } = Promise.withResolvers<void>();
      handed = promise;
      const inTurn: SpoolHandler = async (bytes, receivedAt) => {
        await before;
        const answer = handle(bytes, receivedAt);
        resolve();
        return answer;
      };
      try {
        await handOver(dir, file, inTurn, result);
      } catch (error) {
        result.stopped ??= error instanceof Error ? error : new Error(String(error));
      } finally {
        resolve(before);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, worker));
  return result;
}

interface SpoolFile {
  name: string;
  writtenAt: number;
}

async function waiting(dir: string): Promise<SpoolFile[]> {
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
  const files: SpoolFile[] = [];
  for (const name of names) {
    const isTemporary = name.endsWith('.tmp');
    if (!isTemporary && !name.endsWith('.json')) {
      continue;
    }
    const about = await stat(join(dir, name)).catch(() => undefined); // renamed or collected since
    if (about === undefined || !about.isFile()) {
      continue;
    }
    if (!isTemporary) {
      files.push({ name, writtenAt: about.mtimeMs });
    } else if (Date.now() - about.mtimeMs > STALE_MS) {
      await rm(join(dir, name), { force: true });
    }
  }
  return files.sort((a, b) => a.writtenAt - b.writtenAt || (a.name < b.name ? -1 : 1));
}

async function handOver(dir: string, file: SpoolFile, handle: SpoolHandler, result: SpoolResult): Promise<void> {
  const path = join(dir, file.name);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return;
    }
    throw error;
  }
  if (await isRefused(handle, bytes, file.writtenAt)) {
    await setAside(dir, file.name);
    result.setAside++;
  } else {
    await rm(path, { force: true });
    result.collected++;
  }
}

async function isRefused(handle: SpoolHandler, bytes: Uint8Array<ArrayBuffer>, receivedAt: number): Promise<boolean> {
  if (bytes.length === 0) {
    return true;
  }
  try {
    const answer = await handle(bytes, receivedAt);
    return answer !== undefined && answer.rejected.length > 0 && answer.accepted + answer.duplicates === 0;
  } catch (error) {
    if (codeOf(error) === 'invalid') {
      return true;
    }
    throw error;
  }
}

async function setAside(dir: string, name: string): Promise<void> {
  const folder = join(dir, BROKEN);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(join(dir, name), join(folder, `${Date.now()}-${name}`));
  const kept = (await readdir(folder)).sort();
  await Promise.all(kept.slice(0, -MOST_BROKEN).map((old) => rm(join(folder, old), { force: true })));
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
