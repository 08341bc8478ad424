import type { DashboardLink } from './model.ts';

type Interpolate = (text: string) => string;

const joined = (address: string, query: string) =>
  query === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`;

/** Address of a dashboard's link, with its variables and its time range where the link takes them along. */
export function linkAddress(link: Pick<DashboardLink, 'url' | 'includeVars' | 'keepTime'>, fill: Interpolate): string {
  let address = fill(link.url ?? '');
  if (link.keepTime) {
    address = joined(address, fill('${__url_time_range}'));
  }
  return link.includeVars ? joined(address, fill('${__all_variables}')) : address;
}

/** Whether a dashboard is what a link of the type `dashboards` lists: it has every tag the link names. */
export function isListed(link: DashboardLink, entry: { uid: string; tags: string[] }, ownUid: string): boolean {
  return entry.uid !== ownUid && (link.tags ?? []).every((tag) => entry.tags.includes(tag));
}
