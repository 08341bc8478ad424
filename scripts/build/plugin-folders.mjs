// Which plugins the bundle is made of: the app at the root, the others nested in it (create-plugin assumes one `src/`).
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
export const APP_ID = 'taskmaster-observability-app';
export const DIST = join(ROOT, 'dist', APP_ID);

/** Gzip budgets of a module.js, in KB of 1,024 bytes. */
const BUDGET_KB = { app: 150, datasource: 150, panel: 250 };

const FOLDERS = [
  ['app', ''],
  ['datasource', 'datasource'],
  ['panel/dependency-graph', 'panel/dependency-graph'],
  ['panel/execution-timeline', 'panel/execution-timeline'],
];

/**
 * The plugins that have both a plugin.json and a module.
 * @returns {{id: string, type: string, folder: string, to: string, entry: string, module: string, budgetKb: number}[]}
 *   `folder` and `module` absolute, `to` relative to the bundle, `entry` the entry's name without `.js`
 */
export function pluginFolders(base = join(ROOT, 'plugins')) {
  return FOLDERS.flatMap(([from, to]) => {
    const folder = join(base, from);
    const module = ['module.ts', 'module.tsx'].map((name) => join(folder, name)).find((file) => existsSync(file));
    if (!module || !existsSync(join(folder, 'plugin.json'))) {
      return [];
    }
    const { id, type } = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8'));
    const entry = to === '' ? 'module' : `${to}/module`;
    return [{ id, type, folder, to, entry, module, budgetKb: BUDGET_KB[type] ?? 250 }];
  });
}
