import { lazy } from 'react';

/** Pictures are files of their own, fetched side by side while the first answer is on its way. */
const graph = () => import('./GraphPane.tsx');
const timeline = () => import('./TimelinePane.tsx');

export const GraphPane = lazy(graph);
export const TimelinePane = lazy(timeline);

/** Begins to fetch the pictures before they are drawn. */
export function fetchPanes(): void {
  void graph().catch(() => undefined); // drawing them tries again and says what failed
  void timeline().catch(() => undefined);
}
