import type { PluginInclude } from '@grafana/data';

export interface NavEntry {
  text: string;
  url: string;
  description?: string;
}

const RANK: Record<string, number> = { Viewer: 0, Editor: 1, Admin: 2 };

/** Pages the app's plugin.json wants in the navigation, without those a reader of this role may not use. */
export function pagesOf(
  includes: ReadonlyArray<Pick<PluginInclude, 'name' | 'path' | 'addToNav' | 'role'> & { type: string }> | undefined,
  role: string,
  appId: string
): NavEntry[] {
  return (includes ?? [])
    .filter(({ type, addToNav, path }) => type === 'page' && addToNav && path)
    .filter((one) => (RANK[one.role ?? 'Viewer'] ?? 0) <= (RANK[role] ?? 0))
    .map(({ name, path }) => ({ text: name, url: (path ?? '').replace('%PLUGIN_ID%', appId) }));
}

/** The entry whose address the path is, or is below: the longest where several fit. */
export function entryOf(entries: NavEntry[], pathname: string): NavEntry | undefined {
  const [best] = entries
    .filter(({ url }) => pathname === url || pathname.startsWith(`${url}/`))
    .sort((a, b) => b.url.length - a.url.length);
  return best;
}
