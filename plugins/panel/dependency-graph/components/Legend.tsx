import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { STATUS_STYLES, type Status } from '../../../shared/status.ts';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import type { Palette } from '../draw/palette.ts';
import type { Folding } from '../hooks/useFolding.ts';
import type { GraphModel } from '../model/types.ts';

interface LegendProps {
  model: GraphModel;
  counts: ReadonlyMap<Status, number>;
  folding: Folding;
  palette: Palette;
}

/** What marks and lines mean. The states are buttons: they choose what is shown. */
export function Legend({ model, counts, folding, palette }: LegendProps) {
  const styles = useStyles2(getStyles);
  const states = [...counts].sort((a, b) => STATUS_STYLES[b[0]].severity - STATUS_STYLES[a[0]].severity);
  const columns = model.nodeColumns[0];
  const lines: Array<[label: string, color: string, dash: string, width: number]> = [];
  if (model.hasCritical) {
    lines.push(['Critical chain', palette.critical, '', 3]);
  }
  if (model.edges.some((edge) => edge.inCycle)) {
    lines.push(['In a circle', palette.cycle, '6 3', 2]);
  }
  if (model.edges.some((edge) => !edge.resolved)) {
    lines.push(['Unresolved', palette.unresolved, '2 3', 2]);
  }
  return (
    <div className={styles.legend} role="group" aria-label="Legend and status filter">
      {states.map(([status, count]) => {
        const on = folding.statuses === null || folding.statuses.has(status);
        return (
          <button
            key={status}
            type="button"
            className={cx(styles.state, !on && styles.off)}
            aria-pressed={folding.statuses?.has(status) ?? false}
            onClick={() => folding.toggleStatus(status)}
            title={
              folding.statuses === null ? `Show only ${STATUS_STYLES[status].label.toLowerCase()} tasks` : undefined
            }
          >
            <StatusMark status={status} size={15} />
            {STATUS_STYLES[status].label}
            <span className={styles.count}>{count.toLocaleString('en-US')}</span>
          </button>
        );
      })}
      {folding.statuses !== null && (
        <button type="button" className={cx(styles.state, styles.clear)} onClick={folding.clearStatuses}>
          Show all
        </button>
      )}
      {columns?.arcs.map((arc) => (
        <span key={arc.label} className={styles.item}>
          <span className={styles.swatch} style={{ background: palette.named(arc.color) }} />
          {arc.label}
        </span>
      ))}
      {model.nodes.some((node) => node.ready) && (
        <span className={styles.item}>
          <span className={styles.ready} style={{ background: palette.ready, color: palette.onStatus }}>
            READY
          </span>
          Can start now
        </span>
      )}
      {lines.map(([label, color, dash, width]) => (
        <span key={label} className={styles.item}>
          <svg width={26} height={8} aria-hidden="true">
            <path d="M1 4h24" stroke={color} strokeWidth={width} strokeDasharray={dash} />
          </svg>
          {label}
        </span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flex: 'none',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    paddingTop: theme.spacing(0.75),
    // Whole lines, three at most, where there is room for them; on a phone one that is pushed sideways.
    '@media (min-width: 769px)': { flexWrap: 'wrap', maxHeight: 92, overflowY: 'auto' },
    overflowX: 'auto',
    scrollbarWidth: 'thin',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  state: css({
    display: 'inline-flex',
    flex: 'none',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    height: 26,
    padding: theme.spacing(0, 1),
    border: `1px solid transparent`,
    borderRadius: 13,
    background: 'none',
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:hover': { background: theme.colors.action.hover },
    '&[aria-pressed="true"]': { borderColor: theme.colors.border.strong, background: theme.colors.action.selected },
    '@media (pointer: coarse)': { height: 44, borderRadius: 22 },
  }),
  off: css({ color: theme.colors.text.secondary, '& svg': { opacity: 0.45 } }),
  clear: css({ color: theme.colors.text.link }),
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  item: css({
    display: 'inline-flex',
    flex: 'none',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    padding: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
  }),
  swatch: css({ width: 12, height: 12, borderRadius: 2 }),
  ready: css({ fontSize: 9.5, fontWeight: 600, lineHeight: '14px', padding: '0 6px', borderRadius: 7 }),
});
