import { useSyncExternalStore } from 'react';

/** Below this width (CSS px) one section is shown at a time: Grafana's own breakpoint `md`. */
const NARROW = '(max-width: 768.95px)';

function subscribe(changed: () => void) {
  const media = matchMedia(NARROW);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** Whether the window is as narrow as a phone. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches);
}
