import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests against real servers, two files at a time: each starts servers of its own and measures nothing. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    include: ['tests/engines/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
