import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Builds a program from its Go module inside a copy, for `go install` refuses modules with replaced dependencies. Minutes;
 * the module's checksum is verified. Throws a sentence where that is not possible.
 */
export function goBuild(module: string, version: string, flags: readonly string[], command: string, to: string): void {
  const source = mkdtempSync(join(tmpdir(), 'go-build-'));
  const go = (args: readonly string[], cwd?: string) =>
    execFileSync('go', args, { cwd, env: { ...process.env, GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const { Dir } = JSON.parse(go(['mod', 'download', '-json', `${module}@${version}`]).toString()) as { Dir: string };
    cpSync(Dir, source, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', source]);
    go(['build', ...flags, '-o', to, command], source);
  } catch (error) {
    throw new Error(`Go does not build ${module}@${version}: ${(error as Error).message.split('\n')[0]}.`, {
      cause: error,
    });
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}
