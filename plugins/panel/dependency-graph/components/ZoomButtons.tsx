import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { GraphEngine } from '../engine/graph-engine.ts';

export function ZoomButtons({ engine, onTidy }: { engine: GraphEngine | null; onTidy: () => void }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.group} role="group" aria-label="View">
      <IconButton name="plus" aria-label="Zoom in" tooltip="Zoom in (+)" onClick={() => engine?.zoomBy(1.4)} />
      <IconButton name="minus" aria-label="Zoom out" tooltip="Zoom out (-)" onClick={() => engine?.zoomBy(1 / 1.4)} />
      <IconButton name="expand-arrows" aria-label="Fit" tooltip="Show everything (0)" onClick={() => engine?.fit()} />
      <IconButton name="sitemap" aria-label="Tidy up" tooltip="Lay everything out anew" onClick={onTidy} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  group: css({
    position: 'absolute',
    right: theme.spacing(1),
    bottom: theme.spacing(1),
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    '& > button': { margin: 0, width: 32, height: 32, justifyContent: 'center' },
    '@media (pointer: coarse)': { '& > button': { width: 44, height: 44 } },
  }),
});
