import { css, keyframes } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { RelativeTime } from '../parts/RelativeTime.tsx';
import { endReasonText, sourceText } from './model/run-choice-model.ts';
import { type RunRow } from './rows.ts';

/** Whether the run goes on, since when, and where it comes from. */
export function RunLine({ run }: { run?: RunRow }) {
  const styles = useStyles2(getStyles);
  if (!run) {
    return <span className={styles.line}>No run yet</span>;
  }
  const open = run.state === 'open';
  const reason = endReasonText(run.endReason);
  return (
    <span className={styles.line}>
      <span className={styles.state}>
        <span className={open ? styles.live : styles.over} aria-hidden="true" />
        {open ? 'Live' : 'Over'}
      </span>
      <span>
        {open ? 'began ' : 'ended '}
        <RelativeTime at={open ? run.startedAt : run.endedAt} />
        {open || reason === '' ? '' : ` (${reason})`}
      </span>
      <span>{sourceText(run.source)}</span>
      {run.sessions > 0 ? (
        <span>{run.sessions === 1 ? '1 agent session' : `${run.sessions} agent sessions`}</span>
      ) : null}
    </span>
  );
}

const pulse = keyframes({ '0%, 100%': { opacity: 1 }, '50%': { opacity: 0.35 } });

const getStyles = (theme: GrafanaTheme2) => {
  const dot = { width: 9, height: 9, borderRadius: '50%' } as const;
  return {
    line: css({ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0, 2) }),
    state: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      color: theme.colors.text.primary,
      fontWeight: theme.typography.fontWeightMedium,
    }),
    live: css({
      ...dot,
      background: theme.visualization.getColorByName('green'),
      animation: `${pulse} 2s ease-in-out infinite`,
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    }),
    over: css({ ...dot, background: theme.colors.text.disabled }),
  };
};
