import { type DashboardJson, readDashboard } from './model.ts';

/** One line of `dashboards/index.json`. */
export interface DashboardEntry {
  uid: string;
  title: string;
  description?: string;
  tags: string[];
  file: string;
}

async function readJson(address: string): Promise<unknown> {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address} answered ${answer.status}. Build the page again: npm run build.`);
  }
  return answer.json();
}

/** The dashboards this page carries; the one tagged `home` first, then by title. */
export async function listDashboards(): Promise<DashboardEntry[]> {
  const list = (await readJson('/dashboards/index.json')) as DashboardEntry[];
  const rank = ({ tags }: DashboardEntry) => (tags.includes('home') ? 0 : 1);
  return list.sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

/** A dashboard by uid. Rejects with a sentence when there is none or its file cannot be used. */
export async function loadDashboard(uid: string): Promise<DashboardJson> {
  const entry = (await listDashboards()).find((one) => one.uid === uid);
  if (!entry) {
    throw new Error(`There is no dashboard "${uid}" here. Choose one from the list above.`);
  }
  const result = readDashboard(await readJson(`/dashboards/${entry.file}`));
  if ('problem' in result) {
    throw new Error(`${entry.file}: ${result.problem}`);
  }
  return result.dashboard;
}
