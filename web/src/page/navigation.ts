import { config, locationService } from '@grafana/runtime';
import { BehaviorSubject } from 'rxjs';
import { type DashboardEntry, listDashboards } from '../dashboard/catalogue.ts';
import { APP_ID, bundledPlugins } from '../host/bundle.ts';
import { entryOf, type NavEntry, pagesOf } from './nav-entries.ts';

/** What there is to open: the app's pages and the dashboards. */
export interface Navigation {
  pages: NavEntry[];
  dashboards: NavEntry[];
}

export const EMPTY: Navigation = { pages: [], dashboards: [] };
const navigation = new BehaviorSubject<Navigation>(EMPTY);
export const currentNavigation = navigation.asObservable();

const toEntry = ({ uid, title, description }: DashboardEntry): NavEntry => {
  return { text: title, url: `/d/${uid}`, description };
};

/** Reads what there is to open. A part that cannot be read is left out: the page that needs it says why. */
export async function loadNavigation(): Promise<void> {
  const [bundle, dashboards] = await Promise.allSettled([bundledPlugins(), listDashboards()]);
  const app = bundle.status === 'fulfilled' ? bundle.value.get(APP_ID) : undefined;
  navigation.next({
    pages: pagesOf(app?.meta.includes, config.bootData.user.orgRole, APP_ID),
    dashboards: dashboards.status === 'fulfilled' ? dashboards.value.map(toEntry) : [],
  });
}

/** The entry of the page on screen, for whoever is not a component. */
export function currentEntry(): NavEntry | undefined {
  const { pages, dashboards } = navigation.value;
  return entryOf([...pages, ...dashboards], locationService.getLocation().pathname);
}
