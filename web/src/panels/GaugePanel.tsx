import { css } from '@emotion/css';
import {
  type FieldDisplay,
  formattedValueToString,
  type GrafanaTheme2,
  type PanelProps,
  type ReduceDataOptions,
  type VizOrientation,
} from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2, useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from '@grafana/ui';
import React from 'react';
import { arcPath } from './arc.ts';
import { sentenceInstead, useReducedValues } from './reduced-values.ts';

interface Options {
  reduceOptions: ReduceDataOptions;
  orientation: VizOrientation;
}

/** Three quarters of a circle, open at the bottom. */
const START = -0.75 * Math.PI;
const SWEEP = 1.5 * Math.PI;

function Gauge({ value, width, height }: { value: FieldDisplay; width: number; height: number }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { display, field } = value;
  const min = field.min ?? 0;
  const max = field.max ?? 100;
  const share = max > min ? Math.min(1, Math.max(0, (display.numeric - min) / (max - min))) : 0;
  const radius = Math.max(8, Math.min(width, height * 1.15) / 2 - 6);
  const [cx, cy] = [width / 2, Math.min(height / 2 + radius * 0.15, radius + 6)];
  const arc = (to: number) => arcPath(cx, cy, radius, radius * 0.76, START, START + SWEEP * to);
  const text = formattedValueToString(display);
  const empty = display.text === (field.noValue ?? 'No data'); // how Grafana's display processor writes null
  const color = empty ? theme.colors.text.secondary : display.color;
  return (
    <svg width={width} height={height} role="img" aria-label={`${display.title ?? ''} ${text}`.trim()}>
      <path d={arc(1)} fill={theme.colors.background.secondary} />
      {share > 0 ? <path d={arc(share)} fill={display.color} /> : null}
      <text x={cx} y={cy} className={styles.value} fontSize={Math.max(12, radius * 0.38)} fill={color}>
        {text}
      </text>
      <text x={cx} y={height - 4} className={styles.title} fontSize={13}>
        {display.title}
      </text>
    </svg>
  );
}

export function GaugePanel(props: PanelProps<Options>) {
  const { data, height, width, options, fieldConfig, id } = props;
  const values = useReducedValues(props);
  const sentence = sentenceInstead(values, props);
  if (values.length === 0 || sentence) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={sentence} />;
  }
  return (
    <VizRepeater
      getValues={() => values}
      renderValue={(each: VizRepeaterRenderValueProps<FieldDisplay>) => <Gauge {...each} />}
      source={data}
      width={width}
      height={height}
      autoGrid
      itemSpacing={8}
      orientation={options.orientation}
      renderCounter={props.renderCounter}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  value: css({ textAnchor: 'middle', dominantBaseline: 'middle', fontWeight: theme.typography.fontWeightMedium }),
  title: css({ textAnchor: 'middle', fill: theme.colors.text.secondary }),
});
