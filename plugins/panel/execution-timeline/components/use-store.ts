import { useCallback, useSyncExternalStore } from 'react';
import type { Hover } from '../view/inputs.ts';
import type { TimelineStore } from '../view/store.ts';

/** Renders again when what the interface shows of the store changed; not on each frame of a gesture. */
export function useStoreRevision(store: TimelineStore): number {
  const subscribe = useCallback(
    (render: () => void) => store.subscribe((change) => (change === 'view' ? render() : undefined)),
    [store]
  );
  return useSyncExternalStore(subscribe, () => store.revision);
}

/** The pointer's place and what lies below it. */
export function useHover(store: TimelineStore): Hover | undefined {
  const subscribe = useCallback(
    (render: () => void) => store.subscribe((change) => (change === 'draw' ? undefined : render())),
    [store]
  );
  return useSyncExternalStore(subscribe, () => store.hover);
}
