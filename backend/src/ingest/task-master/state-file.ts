import { readFile } from 'node:fs/promises';

/** The current tag of `.taskmaster/state.json`; undefined where the file is missing, half written or says nothing. */
export async function readState(path: string): Promise<string | undefined> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as { currentTag?: unknown } | null;
    return typeof value?.currentTag === 'string' && value.currentTag !== '' ? value.currentTag : undefined;
  } catch {
    return undefined;
  }
}
