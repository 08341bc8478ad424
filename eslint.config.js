import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

/** Rules for code that runs in Node: no React there, types read from the folder's own tsconfig. */
const node = ['contract/**/*.ts', 'backend/**/*.ts', 'alerts/**/*.ts', 'dashboards/**/*.ts', 'tests/**/*.ts'];

export default defineConfig([
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '.runtime/',
      '.config/',
      'coverage/',
      'tests/.cache/',
      'tests/.output/',
      '**/*.gen.*',
    ],
  },
  ...baseConfig,
  {
    files: [...node, 'plugins/**/*.{ts,tsx}', 'web/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-console': 'error',
      'no-redeclare': 'off', // a schema and the type read from it share a name; tsc finds the real ones
    },
  },
  { files: node, rules: { 'react-hooks/rules-of-hooks': 'off' } },
  {
    // What these return is awaited by the test runner itself.
    files: ['tests/{browser,grafana}/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'before', 'after'] },
          ],
        },
      ],
    },
  },
]);
