import { statfs } from 'node:fs/promises';
import { type Dependency } from './readiness.ts';

const DEGRADED = 1024 ** 3;
const DOWN = 64 * 1024 ** 2;

/** Whether the disk under the data folder still has room. */
export async function diskSpace(folder: string): Promise<Dependency> {
  const name = 'disk';
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const text = `${size(free)} free where ${folder} lies`;
    if (free < DOWN) {
      return { name, state: 'down', text: `Only ${text}: free some space.` };
    }
    return free < DEGRADED
      ? { name, state: 'degraded', text: `Only ${text}.` }
      : { name, state: 'ok', text: `${text}.` };
  } catch (error) {
    return { name, state: 'down', text: `The data folder ${folder} cannot be looked at: ${(error as Error).message}.` };
  }
}

function size(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.round(bytes / 1024 ** 2)} MB`;
}
