import { locationService } from '@grafana/runtime';
import { useCallback } from 'react';
import { useSearch } from '../shell/use-location.ts';

export interface UrlState {
  get: (name: string) => string | undefined;
  /**
   * Sets the given parameters and leaves the others; undefined or '' takes one away. What the user chose makes a step
   * in the history (Back undoes it); `replace` for what only follows typing or dragging.
   */
  set: (values: Record<string, string | undefined>, options?: { replace?: boolean }) => void;
}

/** What is selected on a page, in its address: it survives a reload and can be sent to somebody. */
export function useUrlState(): UrlState {
  const search = useSearch();
  const get = useCallback((name: string) => search.get(name) || undefined, [search]);
  const set = useCallback((values: Record<string, string | undefined>, { replace = false } = {}) => {
    const next = Object.entries(values).map(([name, value]) => [name, value === '' ? null : (value ?? null)]);
    locationService.partial(Object.fromEntries(next) as Record<string, string | null>, replace);
  }, []);
  return { get, set };
}
