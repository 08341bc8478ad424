import React, { useCallback, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { Status } from '../../shared/status.ts';
import { DetailsPanel } from './components/DetailsPanel.tsx';
import { GraphStage } from './components/GraphStage.tsx';
import { GraphTable } from './components/GraphTable.tsx';
import { Legend } from './components/Legend.tsx';
import { NoticeBar } from './components/NoticeBar.tsx';
import { Toolbar } from './components/Toolbar.tsx';
import { paletteOf } from './draw/palette.ts';
import { useFolding } from './hooks/useFolding.ts';
import { useScene } from './hooks/useScene.ts';
import { useSelection } from './hooks/useSelection.ts';
import { searchNodes } from './model/search.ts';
import type { GraphModel } from './model/types.ts';
import type { DependencyGraphOptions } from './options.ts';

export interface DependencyGraphViewProps {
  graph: GraphModel;
  options: DependencyGraphOptions;
  width: number;
  height: number;
  /**
   * Selects from outside: the id of a task, null for nothing. It is lit and brought into sight, without opening its details;
   * a task that is folded away lights what stands for it. Followed when it changes; left out, the selection is the user's
   * alone.
   */
  selectedId?: string | null;
  /** Told whenever the user selects a task; null for nothing, and for a fold of many. */
  onSelect?: (id: string | null) => void;
}

/** Below these sizes of the panel (CSS pixels) parts give way to the picture. */
const ROOM = { toolbar: 220, legend: 300, sheet: 620 };

/** Height of the toolbar and the legend together, CSS pixels. */
const CHROME = 90;

/** The dependency graph with its toolbar, legend, details and table: the whole panel, usable on any page. */
export function DependencyGraphView(props: DependencyGraphViewProps) {
  const { graph: model, options, width, height } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const palette = useMemo(() => paletteOf(theme), [theme]);
  const folding = useFolding(model, options);
  const direction = options.direction === 'auto' ? (width >= height * 0.9 ? 'LR' : 'TD') : options.direction;
  const { scene, cause, failed, tidy } = useScene(
    model,
    folding,
    direction,
    width / Math.max(1, height - CHROME),
    palette
  );
  const [query, setQuery] = useState('');
  const [asTable, setAsTable] = useState(false);
  const selection = useSelection(model, folding, scene, props.selectedId, props.onSelect);
  const found = useMemo(() => searchNodes(model, query), [model, query]);
  const showFound = useCallback((index: number) => selection.goTo(index), [selection]);

  const counts = useMemo(() => {
    const byStatus = new Map<Status, number>();
    for (const node of model.nodes) {
      if (node.status !== null) {
        byStatus.set(node.status, (byStatus.get(node.status) ?? 0) + 1);
      }
    }
    return byStatus;
  }, [model]);

  const notices = useMemo(() => {
    const simplified = scene?.layout.simplified ?? [];
    return simplified.length === 0
      ? model.notices
      : [...model.notices, { severity: 'info' as const, text: `Simplified layout: ${simplified.join('; ')}.` }];
  }, [model.notices, scene]);

  return (
    <div className={styles.root} style={{ width, height }} data-testid="dependency-graph">
      {options.showToolbar && height >= ROOM.toolbar && (
        <Toolbar
          query={query}
          onQuery={setQuery}
          found={found}
          onFound={showFound}
          folding={folding}
          hasStatus={model.hasStatus}
          asTable={asTable}
          onTable={setAsTable}
          narrow={width < ROOM.sheet}
        />
      )}
      <NoticeBar notices={notices} failed={failed} />
      <div className={styles.middle}>
        {asTable ? (
          <GraphTable
            model={model}
            folding={folding}
            only={query.trim() === '' ? null : found}
            onShow={(index) => {
              setAsTable(false);
              selection.goTo(index);
            }}
          />
        ) : (
          <GraphStage
            scene={scene}
            cause={cause}
            folding={folding}
            selection={selection}
            found={found}
            options={options}
            sheet={width < ROOM.sheet}
            onTidy={tidy}
          />
        )}
        {!asTable && selection.detailed && selection.selected !== null && (
          <DetailsPanel
            model={model}
            folding={folding}
            selection={selection}
            sheet={width < ROOM.sheet}
            lit={selection.lit}
            palette={palette}
          />
        )}
      </div>
      {options.showLegend && height >= ROOM.legend && (
        <Legend model={model} counts={counts} folding={folding} palette={palette} />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  root: css({
    display: 'flex',
    flexDirection: 'column',
    overflow: 'hidden',
    position: 'relative',
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  middle: css({ position: 'relative', flex: 1, minHeight: 0, display: 'flex' }),
});
