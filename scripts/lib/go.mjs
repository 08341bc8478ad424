// The Go toolchain, for the datasource's executable. Nobody needs it for anything else: without it, steps are skipped.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Folder of go.mod. */
export const goModule = join(root, 'plugins', 'datasource');

/** The SDK's own builds have this tag; without it the executable holds a second JSON library. */
export const GO_TAGS = 'arrow_json_stdlib';

/** Runs go in the module. `stdio` as for spawnSync; text is returned where it is a pipe. */
export function go(args, { env = {}, stdio = 'pipe', ...rest } = {}) {
  const all = { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', ...env };
  return spawnSync('go', args, { cwd: goModule, env: all, stdio, encoding: 'utf8', ...rest });
}

/** Why Go cannot be used here, in a sentence; undefined where it can. Fetches the modules where they are not there yet. */
export function whyNoGo() {
  const version = go(['version']);
  if (version.error) {
    return 'there is no Go toolchain here (go.dev/dl)';
  }
  if (version.status !== 0) {
    return `the Go toolchain here is too old and no newer one can be had: ${firstLine(version.stderr)}`;
  }
  const modules = go(['mod', 'download']);
  return modules.status === 0 ? undefined : `Go's modules cannot be fetched: ${firstLine(modules.stderr)}`;
}

function firstLine(text) {
  return text.trim().split('\n')[0];
}
