import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
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
  const wanted = useRef<{ series: DataFrame[]; flip: boolean } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (small) {
      return;
    }
    // What is being read is read to its end, then the newest: updates faster than reading must not starve it.
    const idle = timer.current === undefined;
    wanted.current = { series, flip };
    if (idle) {
      readSliced(wanted, timer, setLater);
    }
  }, [small, series, flip]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    []
  );
  return now ?? later;
}

function readSliced(
  wanted: RefObject<{ series: DataFrame[]; flip: boolean } | null>,
  timer: RefObject<ReturnType<typeof setTimeout> | undefined>,
  onRead: (result: ReadResult) => void
): void {
  const next = wanted.current;
  wanted.current = null;
  if (next === null) {
    timer.current = undefined;
    return;
  }
  const steps = readGraphSteps(next.series, { flip: next.flip });
  const slice = (): void => {
    const end = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done === true) {
        onRead(step.value);
        readSliced(wanted, timer, onRead);
        return;
      }
    } while (performance.now() < end);
    timer.current = setTimeout(slice, 0);
  };
  timer.current = setTimeout(slice, 0);
}
