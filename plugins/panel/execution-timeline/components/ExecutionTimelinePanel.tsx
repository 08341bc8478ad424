import React from 'react';
import { DashboardCursorSync, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { usePanelContext } from '@grafana/ui';
import { nothingToDraw } from '../../../shared/nothing-to-draw.ts';
import type { TimelineOptions } from '../options.ts';
import { ExecutionTimelineView } from './ExecutionTimelineView.tsx';

/** The view in a dashboard panel. */
export function ExecutionTimelinePanel(props: PanelProps<TimelineOptions>) {
  const { data, options, id, width, height, timeRange, timeZone, title, fieldConfig, onChangeTimeRange } = props;
  const context = usePanelContext();
  const shared = context.sync === undefined || context.sync() !== DashboardCursorSync.Off;
  // Where the panel has a context, its bus knows which events are its own.
  const bus = context.sync === undefined ? props.eventBus : context.eventBus;
  return (
    <ExecutionTimelineView
      frames={data.series}
      options={options}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      title={title === '' ? undefined : title}
      eventBus={shared ? bus : undefined}
      onChangeTimeRange={onChangeTimeRange}
      renderEmpty={(message) => (
        <PanelDataErrorView
          panelId={id}
          data={data}
          fieldConfig={fieldConfig}
          message={nothingToDraw(data, fieldConfig, message)}
        />
      )}
    />
  );
}
