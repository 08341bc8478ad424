import { css, keyframes } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  /** Rows of the skeleton: about as many as there will be. */
  rows?: number;
  /** Height of a row in px. */
  height?: number;
  label?: string;
}

/** The place where content will be, so that nothing jumps when it comes. Shows itself only after a moment. */
export function Loading({ rows = 3, height = 72, label = 'Loading …' }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box} role="status" aria-live="polite" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} style={{ height }} />
      ))}
    </div>
  );
}

const appear = keyframes({ from: { opacity: 0 }, to: { opacity: 1 } });
const breathe = keyframes({ '0%, 100%': { opacity: 1 }, '50%': { opacity: 0.55 } });

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'grid',
    gap: theme.spacing(1),
    animation: `${appear} 200ms ease-in 150ms both`,
    '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
  }),
  row: css({
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    animation: `${breathe} 1.6s ease-in-out infinite`,
    '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
  }),
});
