import { type DataFrame, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { type TableCellHeight } from '@grafana/schema';
import { Table, type TableSortByFieldState } from '@grafana/ui';
import React, { useState } from 'react';

interface Options {
  showHeader: boolean;
  cellHeight: TableCellHeight;
  frameIndex: number;
  sortBy?: TableSortByFieldState[];
}

const withRows = (frame: DataFrame | undefined) =>
  frame && frame.fields.length > 0 && frame.length > 0 ? frame : undefined;

export function TablePanel({ data, width, height, options, fieldConfig, id }: PanelProps<Options>) {
  const [sort, setSort] = useState(options.sortBy);
  const frame = withRows(data.series[options.frameIndex]) ?? data.series.find((one) => withRows(one));
  if (!frame) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  return (
    <Table
      data={frame}
      width={width}
      height={height}
      noHeader={!options.showHeader}
      resizable
      cellHeight={options.cellHeight}
      initialSortBy={sort}
      onSortByChange={setSort}
      enableSharedCrosshair={false}
    />
  );
}
