import { open, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Bytes looked at in one go. */
const CHUNK = 1024 * 1024;

/**
 * Deletes files of the data folder that hold a text and are no part of the store: events that wait or could not be read, and damaged
 * files that were set aside. Resolves with their paths.
 */
export async function purgeLeftovers(dataDir: string, text: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const leftovers = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => /^(spool|outbox)/.test(relative(dataDir, path)) || /\.damaged-[^/\\]*$/.test(path));
  const gone: string[] = [];
  for (const path of leftovers) {
    if (await holds(path, text)) {
      await rm(path, { force: true });
      gone.push(path);
    }
  }
  return gone;
}

/** Whether a file has the text in it, as it is or as JSON writes it. */
async function holds(path: string, text: string): Promise<boolean> {
  const needles = [text, JSON.stringify(text).slice(1, -1)].map((one) => Buffer.from(one));
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  const file = await open(path).catch(() => undefined); // collected meanwhile
  if (!file) {
    return false;
  }
  try {
    const buffer = Buffer.alloc(CHUNK + overlap);
    for (let kept = 0; ;) {
      const { bytesRead } = await file.read(buffer, kept, CHUNK);
      const filled = buffer.subarray(0, kept + bytesRead);
      if (needles.some((needle) => filled.includes(needle))) {
        return true;
      }
      if (bytesRead === 0) {
        return false;
      }
      kept = Math.min(overlap, filled.length);
      filled.copyWithin(0, filled.length - kept);
    }
  } finally {
    await file.close();
  }
}
