import { DashboardCursorSync, type DataFrame, FieldType, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { TooltipDisplayMode, type VizLegendOptions, type VizTooltipOptions } from '@grafana/schema';
import { EventBusPlugin, TimeSeries, TooltipPlugin, usePanelContext, ZoomPlugin } from '@grafana/ui';
import React, { useMemo } from 'react';
import { AnnotationMarks } from './AnnotationMarks.tsx';

interface Options {
  legend: VizLegendOptions;
  tooltip: VizTooltipOptions;
}

/** Frames that can be drawn against time: a time field and at least one number, in ascending time. */
export function graphable(frames: DataFrame[]): DataFrame[] {
  return frames.flatMap((frame) => {
    const fields = frame.fields.filter(({ type }) => type === FieldType.time || type === FieldType.number);
    const drawable =
      fields.some(({ type }) => type === FieldType.time) && fields.some(({ type }) => type === FieldType.number);
    return drawable && frame.length > 0 ? [{ ...frame, fields }] : [];
  });
}

export function TimeSeriesPanel(props: PanelProps<Options>) {
  const { data, timeRange, timeZone, width, height, options, fieldConfig, id, onChangeTimeRange } = props;
  const { sync, eventBus } = usePanelContext();
  const frames = useMemo(() => graphable(data.series), [data.series]);
  if (frames.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField needsNumberField />;
  }
  return (
    <TimeSeries
      frames={frames}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={options.legend}
      options={options as unknown as Record<string, unknown>}
    >
      {(config, aligned) => (
        <>
          <ZoomPlugin config={config} onZoom={onChangeTimeRange} />
          <AnnotationMarks config={config} annotations={data.annotations} timeZone={timeZone} />
          {(sync?.() ?? DashboardCursorSync.Off) === DashboardCursorSync.Off ? null : (
            <EventBusPlugin config={config} eventBus={eventBus} frame={aligned} />
          )}
          {options.tooltip.mode === TooltipDisplayMode.None ? null : (
            <TooltipPlugin
              data={aligned}
              config={config}
              mode={sync?.() === DashboardCursorSync.Tooltip ? TooltipDisplayMode.Multi : options.tooltip.mode}
              sortOrder={options.tooltip.sort}
              sync={sync}
              timeZone={timeZone}
            />
          )}
        </>
      )}
    </TimeSeries>
  );
}
