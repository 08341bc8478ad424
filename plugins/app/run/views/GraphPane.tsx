import { type DataFrame } from '@grafana/data';
import React from 'react';
import { DependencyGraphView } from '../../../panel/dependency-graph/DependencyGraphView.tsx';
import { useReadGraph } from '../../../panel/dependency-graph/hooks/useReadGraph.ts';
import { DEFAULT_OPTIONS } from '../../../panel/dependency-graph/options.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Measured } from './Measured.tsx';

interface Props {
  frames: DataFrame[];
  /** Node that is selected elsewhere. */
  selectedId: string | null;
  onSelect: (id: string | null) => void;
  height: string;
}

/** The dependency graph, from the panel's own source. */
export default function GraphPane({ frames, selectedId, onSelect, height }: Props) {
  const read = useReadGraph(frames, false);
  if (read !== null && !read.ok) {
    return (
      <Empty title="No graph yet" text={`${read.problem} Add tasks to Task Master’s file and they appear here.`} />
    );
  }
  return (
    <Measured height={height}>
      {(size) =>
        read === null ? null : (
          <DependencyGraphView
            graph={read.graph}
            options={DEFAULT_OPTIONS}
            width={size.width}
            height={size.height}
            selectedId={selectedId}
            onSelect={onSelect}
          />
        )
      }
    </Measured>
  );
}
