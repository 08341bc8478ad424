import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatPercent } from './format.ts';

interface Props {
  /** 0–1 */
  share: number;
  /** Share under way, drawn after what is finished. */
  running?: number;
  /** Beside the percentage. */
  text?: string;
  label?: string;
}

/** How far something is: a bar, and the same in numbers. */
export function Progress({ share, running = 0, text, label = 'Progress' }: Props) {
  const styles = useStyles2(getStyles);
  const percent = formatPercent(share);
  return (
    <div className={styles.box}>
      <div className={styles.numbers}>
        <strong>{percent}</strong>
        {text ? <span className={styles.text}>{text}</span> : null}
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text ? `${percent}, ${text}` : percent}
      >
        <div className={styles.done} style={{ width: `${Math.min(1, share) * 100}%` }} />
        <div className={styles.running} style={{ width: `${Math.max(0, Math.min(1 - share, running)) * 100}%` }} />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ minWidth: 0 }),
  numbers: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: theme.spacing(1) }),
  text: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  track: css({
    display: 'flex',
    height: 6,
    marginTop: theme.spacing(0.5),
    overflow: 'hidden',
    borderRadius: 3,
    background: theme.colors.background.canvas,
    boxShadow: `inset 0 0 0 1px ${theme.colors.border.weak}`,
  }),
  done: css({ background: theme.visualization.getColorByName('green') }),
  running: css({ background: theme.visualization.getColorByName('blue') }),
});
