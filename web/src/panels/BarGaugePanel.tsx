import {
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  getDisplayValueAlignmentFactors,
  type PanelProps,
  type ReduceDataOptions,
  VizOrientation,
} from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { type BarGaugeDisplayMode, type BarGaugeValueMode, type VizTextDisplayOptions } from '@grafana/schema';
import { BarGauge, useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from '@grafana/ui';
import React from 'react';
import { sentenceInstead, useReducedValues } from './reduced-values.ts';

interface Options {
  reduceOptions: ReduceDataOptions;
  orientation: VizOrientation;
  displayMode: BarGaugeDisplayMode;
  showUnfilled: boolean;
  valueMode?: BarGaugeValueMode;
  text?: VizTextDisplayOptions;
  /** Largest height of a bar, px. */
  maxVizHeight?: number;
}

export function BarGaugePanel(props: PanelProps<Options>) {
  const { data, height, width, options, fieldConfig, id } = props;
  const theme = useTheme2();
  const values = useReducedValues(props);
  const sentence = sentenceInstead(values, props);
  if (values.length === 0 || sentence) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={sentence} />;
  }
  const render = (each: VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>) => {
    const { value, width: w, height: h, count, orientation, alignmentFactors } = each;
    return (
      <BarGauge
        alignmentFactors={count > 1 ? alignmentFactors : undefined}
        text={options.text}
        value={value.display}
        field={value.field}
        display={value.view?.getFieldDisplayProcessor(value.colIndex ?? 0)}
        width={w}
        height={h}
        orientation={orientation === VizOrientation.Auto ? VizOrientation.Horizontal : orientation}
        displayMode={options.displayMode}
        showUnfilled={options.showUnfilled}
        valueDisplayMode={options.valueMode}
        itemSpacing={count > 1 ? 8 : 0}
        theme={theme}
      />
    );
  };
  return (
    <VizRepeater
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      getValues={() => values}
      renderValue={render}
      source={data}
      width={width}
      height={height}
      minVizHeight={16}
      maxVizHeight={options.maxVizHeight}
      itemSpacing={8}
      orientation={options.orientation}
      renderCounter={props.renderCounter}
    />
  );
}
