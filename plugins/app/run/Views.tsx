import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { rowId, taskIdOf } from './model/selection-model.ts';
import { type RunData } from './use-run-data.ts';
import { type RunState } from './use-run-state.ts';
import { GraphPane, TimelinePane } from './views/panes.ts';
import { Pane } from './views/Pane.tsx';

interface Props {
  data: RunData;
  state: RunState;
  project: string;
  tag: string;
  /** Which of the two; both side by side where absent. */
  only?: 'graph' | 'timeline';
  /** CSS height of the pictures. */
  height: string;
}

/** Graph and timeline of the same tasks: what is selected in one is lit in the other. */
export function Views({ data, state, project, tag, only, height }: Props) {
  const styles = useStyles2(getStyles);
  const { task, select, from, to } = state;
  const selectedId = task === undefined ? null : rowId(project, tag, task);
  const onSelect = useCallback(
    (id: string | null) => {
      const next = taskIdOf(project, tag, id);
      if (next !== task) {
        select(next);
      }
    },
    [project, tag, task, select]
  );
  const range = typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
  const resetKey = `${project}/${tag}`;
  return (
    <div className={only === undefined ? styles.both : undefined}>
      {only === 'timeline' ? null : (
        <Pane title="Dependencies" answer={data.graph} height={height} resetKey={resetKey}>
          <GraphPane frames={data.graph.frames} selectedId={selectedId} onSelect={onSelect} height={height} />
        </Pane>
      )}
      {only === 'graph' ? null : (
        <Pane title="Timeline" answer={data.timeline} height={height} resetKey={resetKey}>
          <TimelinePane
            frames={data.timeline.frames}
            title="Execution timeline of the run"
            range={range}
            selectedId={selectedId}
            onSelect={onSelect}
            height={height}
            empty={
              <Empty
                title="Nothing has run yet"
                text="Bars appear when a task changes its status or an agent works on it."
              />
            }
          />
        </Pane>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  both: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [theme.breakpoints.down('xl')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
