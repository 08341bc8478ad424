import { createHash } from 'node:crypto';
import { createWriteStream, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The same files make the same archive, whenever and wherever it is written: DOS time knows no time zone. */
const NO_TIME = new Date(1980, 0, 1);

/** Writes `folder` as an archive with one root folder named `root`; files in order of their names, executables marked as such. */
export async function writeZip(folder: string, root: string, file: string): Promise<void> {
  const zip = new ZipFile();
  const paths = globSync('**/*', { cwd: folder })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
  for (const path of paths) {
    const mode = /(?:^|\/)gpx_[^/]+$/.test(path) ? 0o100755 : 0o100644;
    zip.addFile(join(folder, path), `${root}/${path}`, { mtime: NO_TIME, mode, forceDosTimestamp: true });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

/** Writes `<file>.sha1` (the sum alone, as the catalog's form asks for it) and `<file>.sha256` (as `sha256sum --check` takes it). */
export function writeSums(file: string): Record<'sha1' | 'sha256', string> {
  const content = readFileSync(file);
  const sum = (algorithm: string) => createHash(algorithm).update(content).digest('hex');
  const sums = { sha1: sum('sha1'), sha256: sum('sha256') };
  writeFileSync(`${file}.sha1`, `${sums.sha1}\n`);
  writeFileSync(`${file}.sha256`, `${sums.sha256}  ${basename(file)}\n`);
  return sums;
}
