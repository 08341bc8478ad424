import { formattedValueToString, type PanelProps, type ReduceDataOptions } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { LegendDisplayMode, type VizLegendOptions } from '@grafana/schema';
import { useTheme2, VizLayout, VizLegend, type VizLegendItem } from '@grafana/ui';
import React from 'react';
import { arcPath } from './arc.ts';
import { useReducedValues } from './reduced-values.ts';
import { toSlices } from './slices.ts';

interface Options {
  reduceOptions: ReduceDataOptions;
  pieType: 'pie' | 'donut';
  legend: VizLegendOptions;
}

export function PieChartPanel(props: PanelProps<Options>) {
  const { data, height, width, options, fieldConfig, id } = props;
  const theme = useTheme2();
  const values = useReducedValues(props).map(({ display }) => ({
    label: display.title ?? '',
    text: formattedValueToString(display),
    color: display.color ?? theme.colors.text.secondary,
    numeric: display.numeric,
  }));
  const slices = toSlices(values);
  if (slices.length === 0) {
    const { noValue } = fieldConfig.defaults;
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={noValue} needsNumberField />;
  }
  const items = values.map(({ label, text, color }): VizLegendItem => {
    return { label, color, yAxis: 1, getDisplayValues: () => [{ numeric: 0, text, title: 'Value' }] };
  });
  const { placement, displayMode, showLegend } = options.legend;
  const legend = showLegend ? (
    <VizLayout.Legend placement={width < 320 ? 'bottom' : placement} maxHeight="45%" maxWidth="55%">
      <VizLegend
        items={items}
        placement={placement}
        displayMode={displayMode === LegendDisplayMode.Hidden ? LegendDisplayMode.List : displayMode}
      />
    </VizLayout.Legend>
  ) : null;
  return (
    <VizLayout width={width} height={height} legend={legend}>
      {(w: number, h: number) => {
        const radius = Math.max(4, Math.min(w, h) / 2 - 6);
        const inner = options.pieType === 'donut' ? radius * 0.6 : 0;
        return (
          <svg width={w} height={h} role="img" aria-label={slices.map((s) => `${s.label} ${s.text}`).join(', ')}>
            {slices.map((slice) => (
              <path
                key={slice.label}
                d={arcPath(w / 2, h / 2, radius, inner, slice.from, slice.to)}
                fill={slice.color}
                stroke={theme.colors.background.primary}
                strokeWidth={slices.length > 1 ? 1.5 : 0}
              >
                <title>{`${slice.label}: ${slice.text}`}</title>
              </path>
            ))}
          </svg>
        );
      }}
    </VizLayout>
  );
}
