// Bundles the service, its threads and the command into backend/dist: starts faster and takes less memory than hundreds
// of files. Usage: node scripts/build-backend.mjs [--if-needed]
import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/install.mjs';
import { newest } from './lib/newest.mjs';

const out = join(root, 'backend', 'dist');
const stamp = join(out, '.built');
const sources = [
  'backend/src',
  'contract',
  'plugins/panel/dependency-graph/layout', // reports draw the graph as the panel does
  'package-lock.json',
  'scripts/build-backend.mjs',
];

function isCurrent() {
  try {
    const built = statSync(stamp).mtimeMs;
    return sources.every((path) => newest(join(root, path)) <= built);
  } catch {
    return false;
  }
}

/** Packages that stay as they are: they read files of their own, or are loaded in rare cases only. */
const external = ['@fastify/swagger-ui', 'systeminformation', 'pino-pretty', 'fsevents'];

export async function buildBackend({ ifNeeded = false } = {}) {
  if (ifNeeded && isCurrent()) {
    return false;
  }
  const begun = new Date();
  const { build } = await import('esbuild');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'backend/src/cli/index.ts',
      'writer-thread': 'backend/src/store/writer-thread.ts',
      'reader-thread': 'backend/src/store/reader-thread.ts',
      ...threads,
    },
    outdir: out,
    bundle: true,
    splitting: true,
    chunkNames: 'chunk-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The text of a program stays in memory for each thread: without blanks it is a third smaller. Names stay as they are.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: 'linked',
    external,
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' }, // its main file hides its requires from bundlers
    logLevel: 'warning',
    // What is CommonJS inside asks for `require`, which an ES module has not by itself.
    banner: {
      js: "import { createRequire as createRequire_ } from 'node:module'; import { dirname as dirname_ } from 'node:path'; import { fileURLToPath as fileURLToPath_ } from 'node:url'; const require = createRequire_(import.meta.url); const __filename = fileURLToPath_(import.meta.url); const __dirname = dirname_(__filename);",
    },
  });
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun); // a source changed during the build is newer
  return true;
}

/** Threads that are started by file name. */
const threads = {
  'task-file-thread': 'backend/src/ingest/task-master/task-file-thread.ts',
  'report-thread': 'backend/src/report/report-thread.ts',
};

if (process.argv[1]?.endsWith('build-backend.mjs')) {
  const built = await buildBackend({ ifNeeded: process.argv.includes('--if-needed') });
  process.stdout.write(built ? 'backend/dist built\n' : 'backend/dist is current\n');
}
