import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { inlineWorker } from './scripts/build/inline-worker.mjs';

/** Unit tests stand beside their source, tests of what crosses folders in tests/. Browser suites have a runner of their own. */
export default defineConfig({
  plugins: [inlineWorker()],
  test: {
    // Node cannot load the ES modules of @grafana/data: they import names that moment does not export to it.
    alias: { '@grafana/data': resolve(import.meta.dirname, 'node_modules/@grafana/data/dist/cjs/index.cjs') },
    include: [
      '{contract,backend,alerts,dashboards,plugins,web,scripts}/**/*.test.{ts,tsx}',
      'tests/{contract,service,fixtures,alerts,execution,deploy}/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Ends what hangs; a busy machine may take long over what starts processes.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
