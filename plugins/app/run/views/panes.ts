import { lazy } from 'react';

/** Pictures are files of their own, fetched side by side while the first answer is on its way. */
const graph = () => import('./GraphPane.tsx');
const timeline = () => import('./TimelinePane.tsx');

export const GraphPane = lazy(graph);
export const TimelinePane = lazy(timeline);

/** Begins to fetch the timeline before it is drawn. */
export function fetchTimeline(): void {
  void timeline().catch(() => undefined); // drawing it tries again and says what failed
}

/** Begins to fetch both pictures before they are drawn. */
export function fetchPanes(): void {
  void graph().catch(() => undefined);
  fetchTimeline();
}
