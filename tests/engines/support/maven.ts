import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fetches artifacts (`group:name:version`) with all they need at run time into a folder. Throws a sentence where that fails. */
export function fetchJars(artifacts: readonly string[], folder: string): void {
  const dependencies = artifacts.map((one) => {
    const [group = '', name = '', version = ''] = one.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  const pom = join(folder, 'pom.xml');
  writeFileSync(
    pom,
    `<project><modelVersion>4.0.0</modelVersion><groupId>t</groupId><artifactId>t</artifactId><version>1</version><dependencies>${dependencies.join('')}</dependencies></project>`
  );
  try {
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    const args = ['-q', '-B', '-f', pom, plugin, `-DoutputDirectory=${join(folder, 'lib')}`, '-DincludeScope=runtime'];
    execFileSync('mvn', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`Maven (mvn) does not bring ${artifacts[0]}: ${(error as Error).message.split('\n')[0]}.`, {
      cause: error,
    });
  } finally {
    rmSync(pom, { force: true });
  }
}
