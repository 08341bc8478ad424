import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  dateTimeForTimeZone,
  dateTimeFormat,
  type AbsoluteTimeRange,
  type DataFrame,
  type EventBus,
  type TimeRange,
} from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { inkFor } from '../draw/ink.ts';
import { EXPECTED } from '../model/read-frames.ts';
import type { TimelineOptions } from '../options.ts';
import { TimelineStore } from '../view/store.ts';
import { Canvas } from './Canvas.tsx';
import { Details } from './Details.tsx';
import { Icon } from './Icon.tsx';
import { Legend } from './Legend.tsx';
import { SpanTableView } from './SpanTableView.tsx';
import { Toolbar } from './Toolbar.tsx';
import { Tooltip } from './Tooltip.tsx';
import { getStyles } from './styles.ts';
import { useArrangement } from './use-arrangement.ts';
import { useOuterSelection, type OnSelect } from './use-outer-selection.ts';
import { useMedia } from './use-media.ts';
import { useStoreRevision } from './use-store.ts';

export interface ExecutionTimelineViewProps {
  frames: readonly DataFrame[];
  options: TimelineOptions;
  timeRange: TimeRange;
  timeZone: string;
  width: number;
  height: number;
  /** What the picture is of, for screen readers. */
  title?: string;
  eventBus?: EventBus;
  /** Without it, dragging a range zooms. */
  onChangeTimeRange?: (range: AbsoluteTimeRange) => void;
  /**
   * Selects from outside: the id of a span or of a task, null for nothing. The span is brought on screen and marked, without
   * opening its details. Followed when it changes; where the span selected already belongs to that task, it stays. Left out,
   * the selection is the user's alone.
   */
  selectedId?: string | null;
  /** Told what the user selects: the span's id and the id of its task's span; null for nothing. */
  onSelect?: OnSelect;
  /** Shown in place of the picture where there is nothing to draw. */
  renderEmpty?: (message: string) => React.ReactNode;
}

/** The execution timeline for a panel or a page: frames in, picture out. Keeps viewport, folds and selection while frames change. */
export function ExecutionTimelineView(props: ExecutionTimelineViewProps) {
  const { frames, timeRange, timeZone, width, height, title, eventBus, onChangeTimeRange, renderEmpty } = props;
  const [options, onArrange] = useArrangement(props.options);
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const ink = useMemo(() => inkFor(theme), [theme]);
  const [store] = useState(() => new TimelineStore());
  const root = useRef<HTMLDivElement>(null);
  const [asTable, setAsTable] = useState(false);
  const coarse = useMedia('(pointer: coarse)');
  const zone = useMemo(
    () => ({
      format: (time: number, format: string) => dateTimeFormat(time, { timeZone, format }),
      offset: (time: number) => dateTimeForTimeZone(timeZone, time).utcOffset() * 60_000,
    }),
    [timeZone]
  );
  useStoreRevision(store);

  useEffect(() => {
    store.setInputs({ frames, options, timeRange, zone, coarse, height });
  }, [store, frames, options, timeRange, zone, coarse, height]);
  useOuterSelection(store, props.selectedId, props.onSelect);

  const onRange = useCallback(
    (from: number, to: number) => {
      if (onChangeTimeRange) {
        onChangeTimeRange({ from: Math.floor(from), to: Math.ceil(to) });
      } else {
        store.zoomToTimes(from, to);
      }
    },
    [store, onChangeTimeRange]
  );

  const { timeline } = store.data;
  if (!timeline || !store.inputs) {
    return <div className={styles.root} style={{ width, height }} />;
  }
  if (timeline.table.count === 0) {
    const message = emptyMessage(
      frames,
      timeline.notices.map((notice) => notice.text)
    );
    return renderEmpty ? (
      <>{renderEmpty(message)}</>
    ) : (
      <div className={styles.empty} style={{ width, height }}>
        {message}
      </div>
    );
  }
  const close = () => {
    store.select(-1);
    // Whoever came by key goes on where they were.
    root.current?.querySelector<HTMLElement>('[role="application"]')?.focus({ preventScroll: true });
  };
  const running = store.hasRunning ? ', something is still running' : '';
  const label = `${title ?? 'Execution timeline'}: ${timeline.table.count.toLocaleString('en-US')} spans in ${timeline.lanes.lanes.length.toLocaleString('en-US')} rows${running}`;
  const small = height < 180;
  return (
    <div className={styles.root} style={{ width, height }} ref={root}>
      {options.showToolbar && !small && (
        <Toolbar
          store={store}
          options={options}
          preset={props.options}
          onArrange={onArrange}
          asTable={asTable}
          touch={coarse}
          onTable={setAsTable}
          onUseRange={
            onChangeTimeRange &&
            (() => {
              const view = store.projection();
              onRange(view.toTime(0), view.toTime(view.width));
            })
          }
        />
      )}
      {timeline.notices.length > 0 && (
        <div className={styles.notice} role="status">
          <Icon name={timeline.notices.some((notice) => notice.severity !== 'info') ? 'warning' : 'info'} />
          <div>
            {timeline.notices.map((notice) => (
              <p key={notice.text}>{notice.text}</p>
            ))}
          </div>
        </div>
      )}
      <div className={styles.body}>
        {asTable ? (
          <SpanTableView
            table={timeline.table}
            frames={frames}
            timeZone={timeZone}
            now={store.now()}
            resolve={ink.resolve}
            onSelect={(span) => store.select(span)}
          />
        ) : (
          <>
            <Canvas store={store} ink={ink} label={label} eventBus={eventBus} onRange={onRange} />
            <Tooltip store={store} frames={frames} timeZone={timeZone} resolve={ink.resolve} />
          </>
        )}
        {store.detailed && store.selected >= 0 && store.selected < timeline.table.count && (
          <Details
            store={store}
            span={store.selected}
            frames={frames}
            timeZone={timeZone}
            narrow={width < 520}
            resolve={ink.resolve}
            onClose={close}
          />
        )}
      </div>
      {options.showLegend && !small && !asTable && (
        <Legend store={store} items={store.data.colors(options, ink).legend} />
      )}
    </div>
  );
}

/** Why there is nothing to see, and what would be drawn. */
function emptyMessage(frames: readonly DataFrame[], reasons: string[]): string {
  const rows = frames.some((frame) => frame.fields.some((field) => field.values.length > 0));
  if (!rows) {
    return 'Nothing ran in this time range. Choose a longer one, another run, or a query that finds some work.';
  }
  return ['There is nothing here to draw.', ...reasons, EXPECTED].join(' ');
}
