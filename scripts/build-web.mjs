// Builds the page into web/dist with Vite.
import { resolve } from 'node:path';
import { build } from 'vite';

await build({ configFile: resolve(import.meta.dirname, '../web/vite.config.ts'), logLevel: 'warn' });
