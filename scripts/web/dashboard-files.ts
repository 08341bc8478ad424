import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of `dashboards/index.json`. */
export interface ListedDashboard {
  uid: string;
  title: string;
  description?: string;
  tags: string[];
  file: string;
}

/** From the whole to the detail; dashboards of other names follow, by title. */
const ORDER = ['executive', 'operations', 'development', 'user-experience', 'run', 'cost', 'agents'];

function rank({ uid, tags }: ListedDashboard): number {
  const place = ORDER.indexOf(uid.replace(/^taskmaster-/, ''));
  return tags.includes('home') ? -1 : place < 0 ? ORDER.length : place;
}

/** The dashboards of a folder (JSON files as Grafana's provisioning reads them), in the order they are offered. */
export function listDashboardFiles(folder: string): ListedDashboard[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  const list = files.map((file): ListedDashboard => {
    const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Partial<ListedDashboard>;
    const { uid, title, description, tags } = json;
    return { uid: uid ?? file.replace(/\.json$/, ''), title: title ?? file, description, tags: tags ?? [], file };
  });
  return list.sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}
