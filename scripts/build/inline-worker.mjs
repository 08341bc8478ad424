// `import source from './layout.worker.ts?inline-worker'` gives the worker's whole program as one string.
// A nested Grafana plugin cannot load a worker from a file (the path resolves to the wrong folder), so the panel makes
// a blob of this string. The same bundling serves webpack (inline-worker-loader.mjs), Vite and Vitest (inlineWorker()).
import { build } from 'esbuild';
import { isAbsolute, relative, resolve } from 'node:path';

export const QUERY = '?inline-worker';
const root = resolve(import.meta.dirname, '../..');

/**
 * Bundles a worker entry, everything it imports included, into one classic script.
 * @param {string} entry absolute path of the worker's source
 * @returns {Promise<{code: string, inputs: string[]}>} minified JavaScript and the absolute paths it was made of
 */
export async function bundleWorker(entry) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2020',
    charset: 'ascii',
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = result.outputFiles;
  if (!output) {
    throw new Error(`The worker ${relative(root, entry)} produced no output.`);
  }
  const inputs = Object.keys(result.metafile.inputs).map((file) => (isAbsolute(file) ? file : resolve(root, file)));
  return { code: output.text, inputs };
}

/**
 * The same import for Vite and Vitest.
 * @returns {import('vite').Plugin}
 */
export function inlineWorker() {
  return {
    name: 'inline-worker',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(QUERY)) {
        return null;
      }
      const { code, inputs } = await bundleWorker(id.slice(0, -QUERY.length));
      for (const input of inputs) {
        this.addWatchFile(input);
      }
      return { code: `export default ${JSON.stringify(code)};`, map: null };
    },
  };
}
