import React, { type RefObject } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { GraphEngine } from '../engine/graph-engine.ts';

/** Own outlines (24 × 24): Grafana's set has changed its names for these between versions. */
const ICONS = {
  in: 'M12 5v14M5 12h14',
  out: 'M5 12h14',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  tidy: 'M3 6h6v5H3zM15 3h6v5h-6zM15 14h6v5h-6zM9 8.500h3M15 5.500h-3v11h3',
};

interface ZoomButtonsProps {
  group: RefObject<HTMLDivElement | null>;
  engine: GraphEngine | null;
  onTidy: () => void;
}

export function ZoomButtons({ group, engine, onTidy }: ZoomButtonsProps) {
  const styles = useStyles2(getStyles);
  const button = (icon: keyof typeof ICONS, label: string, title: string, onClick: () => void) => (
    <button type="button" aria-label={label} title={title} onClick={onClick}>
      <svg width={16} height={16} viewBox="0 0 24 24" aria-hidden="true">
        <path
          d={ICONS[icon]}
          fill="none"
          stroke="currentColor"
          strokeWidth={2}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </button>
  );
  return (
    <div ref={group} className={styles.group} role="group" aria-label="View">
      {button('in', 'Zoom in', 'Zoom in (+)', () => engine?.zoomBy(1.4))}
      {button('out', 'Zoom out', 'Zoom out (-)', () => engine?.zoomBy(1 / 1.4))}
      {button('fit', 'Show everything', 'Show everything (0)', () => engine?.fit())}
      {button('tidy', 'Tidy up', 'Lay everything out anew', onTidy)}
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
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
    '@media (pointer: coarse)': { flexDirection: 'row' },
    button: {
      width: 32,
      height: 32,
      padding: 0,
      border: 'none',
      background: 'none',
      color: theme.colors.text.secondary,
      '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
      '@media (pointer: coarse)': { width: 44, height: 44 },
    },
  }),
});
