import { defineConfig } from 'vitest/config';
import { inlineWorker } from './scripts/build/inline-worker.mjs';

/** Unit tests stand beside their source, tests of what crosses folders in tests/. Browser suites have a runner of their own. */
export default defineConfig({
  plugins: [inlineWorker()],
  test: {
    include: [
      '{contract,backend,alerts,dashboards,plugins,web,scripts}/**/*.test.{ts,tsx}',
      'tests/{contract,service,fixtures,alerts}/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
