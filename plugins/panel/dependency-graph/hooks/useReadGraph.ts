import { useEffect, useMemo, useState } from 'react';
import type { DataFrame } from '@grafana/data';
import { readGraph, readGraphSteps } from '../model/read-graph.ts';
import type { ReadResult } from '../model/types.ts';

/** Frames with more rows than this are read a slice at a time. */
const AT_ONCE = 3_000;
/** Longest slice of reading, milliseconds. */
const SLICE_MS = 10;

/**
 * The graph in the frames; null until large frames have been read for the first time. While newer ones are read, the
 * last graph stays.
 */
export function useReadGraph(series: DataFrame[], flip: boolean): ReadResult | null {
  const rows = series.reduce((sum, frame) => sum + frame.length, 0);
  const small = rows <= AT_ONCE;
  const now = useMemo(() => (small ? readGraph(series, { flip }) : null), [small, series, flip]);
  const [later, setLater] = useState<ReadResult | null>(null);
  useEffect(() => {
    if (small) {
      return undefined;
    }
    const steps = readGraphSteps(series, { flip });
    let timer: ReturnType<typeof setTimeout>;
    const slice = (): void => {
      const end = performance.now() + SLICE_MS;
      do {
        const step = steps.next();
        if (step.done === true) {
          setLater(step.value);
          return;
        }
      } while (performance.now() < end);
      timer = setTimeout(slice, 0);
    };
    timer = setTimeout(slice, 0);
    return () => clearTimeout(timer);
  }, [small, series, flip]);
  return now ?? later;
}
