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

let list: Promise<DashboardEntry[]> | undefined;

/** The dashboards this page carries, in the order they are offered; read once. */
export async function listDashboards(): Promise<DashboardEntry[]> {
  list ??= readJson('/dashboards/index.json').then(
    (json) => json as DashboardEntry[],
    (error: unknown) => {
      list = undefined; // the next caller tries again
      throw error;
    }
  );
  return list;
}

/** A dashboard by uid. Rejects with a sentence when there is none or its file cannot be used. */
export async function loadDashboard(uid: string): Promise<DashboardJson> {
  const entry = (await listDashboards()).find((one) => one.uid === uid);
  if (!entry) {
    throw new Error(`There is no dashboard "${uid}" here. Choose one from the navigation.`);
  }
  const result = readDashboard(await readJson(`/dashboards/${entry.file}`));
  if ('problem' in result) {
    throw new Error(`${entry.file}: ${result.problem}`);
  }
  return result.dashboard;
}
