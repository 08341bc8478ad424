import { type FieldDisplay, type PanelProps, type ReduceDataOptions, type VizOrientation } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import {
  type BigValueColorMode,
  type BigValueGraphMode,
  BigValueTextMode,
  type VizTextDisplayOptions,
} from '@grafana/schema';
import { BigValue, DataLinksContextMenu, useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from '@grafana/ui';
import React from 'react';
import { sentenceInstead, useReducedValues } from './reduced-values.ts';

interface Options {
  reduceOptions: ReduceDataOptions;
  orientation: VizOrientation;
  textMode: BigValueTextMode;
  colorMode: BigValueColorMode;
  graphMode: BigValueGraphMode;
  text?: VizTextDisplayOptions;
}

export function StatPanel(props: PanelProps<Options>) {
  const { data, height, width, options, fieldConfig, id } = props;
  const theme = useTheme2();
  const values = useReducedValues(props, options.graphMode !== 'none');
  const sentence = sentenceInstead(values, props);
  if (values.length === 0 || sentence) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={sentence} />;
  }
  const render = (each: VizRepeaterRenderValueProps<FieldDisplay>) => {
    const { value, width: w, height: h, count } = each;
    const draw = (onClick?: React.MouseEventHandler<HTMLElement>) => (
      <BigValue
        value={value.display}
        sparkline={value.sparkline}
        count={count}
        width={w}
        height={h}
        colorMode={options.colorMode}
        graphMode={options.graphMode}
        textMode={options.textMode === BigValueTextMode.Auto && count === 1 ? BigValueTextMode.Value : options.textMode}
        text={options.text}
        theme={theme}
        onClick={onClick}
      />
    );
    return value.hasLinks && value.getLinks ? (
      <DataLinksContextMenu links={value.getLinks}>{({ openMenu }) => draw(openMenu)}</DataLinksContextMenu>
    ) : (
      draw()
    );
  };
  return (
    <VizRepeater
      getValues={() => values}
      renderValue={render}
      source={data}
      width={width}
      height={height}
      itemSpacing={8}
      autoGrid
      orientation={options.orientation}
      renderCounter={props.renderCounter}
    />
  );
}
