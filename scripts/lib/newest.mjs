// Says whether sources are newer than what was built from them.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Newest modification time under a file or folder, ms; 0 where there is none. */
export function newest(path) {
  let info;
  try {
    info = statSync(path);
  } catch {
    return 0;
  }
  if (!info.isDirectory()) {
    return info.mtimeMs;
  }
  let time = info.mtimeMs; // a deleted file shows in its folder's time
  for (const entry of readdirSync(path)) {
    if (entry !== 'node_modules' && entry !== 'dist') {
      time = Math.max(time, newest(join(path, entry)));
    }
  }
  return time;
}
