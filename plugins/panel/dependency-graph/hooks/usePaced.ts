import { useEffect, useRef, useState } from 'react';
import type { DataFrame } from '@grafana/data';

/** Rows that may be read per millisecond of pause: with 10,000 tasks and 20,000 edges four updates a second are taken. */
const ROWS_PER_MS = 120;

/**
 * The frames, but no more often than their size allows: live updates that come faster are skipped in favour of the
 * newest one, so that reading never takes the time that panning and zooming need. Small frames pass at once.
 */
export function usePaced(series: DataFrame[]): DataFrame[] {
  const [shown, setShown] = useState(series);
  const last = useRef(0);
  const rows = series.reduce((sum, frame) => sum + frame.length, 0);
  const pause = rows / ROWS_PER_MS;
  useEffect(() => {
    if (shown === series) {
      return undefined;
    }
    const wait = Math.max(0, last.current + pause - performance.now());
    const take = (): void => {
      last.current = performance.now();
      setShown(series);
    };
    if (wait < 1) {
      take();
      return undefined;
    }
    const timer = setTimeout(take, wait);
    return () => clearTimeout(timer);
  }, [series, shown, pause]);
  return pause < 8 ? series : shown;
}
