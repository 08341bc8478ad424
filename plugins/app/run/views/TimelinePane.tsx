import { type DataFrame, dateTime, getTimeZone, type TimeRange } from '@grafana/data';
import React, { useCallback, useMemo } from 'react';
import { ExecutionTimelineView } from '../../../panel/execution-timeline/components/ExecutionTimelineView.tsx';
import { DEFAULT_OPTIONS, type TimelineOptions } from '../../../panel/execution-timeline/options.ts';
import { useNow } from '../../parts/use-now.ts';
import { Measured } from './Measured.tsx';

interface Props {
  frames: DataFrame[];
  title: string;
  /** Stretch to show, epoch ms; all there is where absent. */
  range?: { from: number; to: number };
  selectedId?: string | null;
  /** Told the id of the row of the task that what the user selected belongs to. */
  onSelect?: (taskRowId: string | null) => void;
  height: string;
  /** Shown where there is nothing to draw. */
  empty: React.ReactNode;
  options?: Partial<TimelineOptions>;
}

const HOUR_MS = 3_600_000;

function toRange({ from, to }: { from: number; to: number }): TimeRange {
  const range = { from: dateTime(from), to: dateTime(to) };
  return { ...range, raw: range };
}

/** The execution timeline, from the panel's own source. */
export default function TimelinePane({ frames, title, range, selectedId, onSelect, height, empty, options }: Props) {
  const from = range?.from;
  const to = range?.to;
  const hour = useNow((at) => Math.ceil(at / HOUR_MS) * HOUR_MS);
  const timeRange = useMemo(() => toRange({ from: from ?? 0, to: to ?? hour }), [from, to, hour]);
  const wanted = useMemo<TimelineOptions>(
    () => ({ ...DEFAULT_OPTIONS, range: from === undefined ? 'data' : 'dashboard', ...options }),
    [from, options]
  );
  const select = useCallback((_id: string | null, taskRow: string | null) => onSelect?.(taskRow), [onSelect]);
  return (
    <Measured height={height}>
      {({ width, height: room }) => (
        <ExecutionTimelineView
          frames={frames}
          options={wanted}
          timeRange={timeRange}
          timeZone={getTimeZone()}
          width={width}
          height={room}
          title={title}
          selectedId={selectedId}
          onSelect={onSelect && select}
          renderEmpty={() => empty}
        />
      )}
    </Measured>
  );
}
