import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query matches, now and when it changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (render: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', render);
      return () => list.removeEventListener('change', render);
    },
    [query]
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
