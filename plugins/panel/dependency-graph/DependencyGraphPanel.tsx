import React from 'react';
import { LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { nothingToDraw } from '../../shared/nothing-to-draw.ts';
import { DependencyGraphView } from './DependencyGraphView.tsx';
import { usePaced } from './hooks/usePaced.ts';
import { useReadGraph } from './hooks/useReadGraph.ts';
import type { DependencyGraphOptions } from './options.ts';

/** The panel: frames in, picture or a sentence out. Everything else is in the view, which pages can use without a panel. */
export function DependencyGraphPanel({
  id,
  data,
  options,
  fieldConfig,
  width,
  height,
}: PanelProps<DependencyGraphOptions>) {
  const series = usePaced(data.series);
  const read = useReadGraph(series, options.edgeSource === 'dependent');
  if (read === null) {
    return null;
  }
  if (!read.ok) {
    // While the first answer is on its way, Grafana's own loading bar says enough.
    return data.state === LoadingState.Loading && data.series.length === 0 ? null : (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        message={nothingToDraw(data, fieldConfig, read.problem)}
      />
    );
  }
  return <DependencyGraphView graph={read.graph} options={options} width={width} height={height} />;
}
