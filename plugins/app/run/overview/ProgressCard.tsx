import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { STATUS_STYLES } from '../../../shared/status.ts';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import { formatPercent } from '../../parts/format.ts';
import { type ProgressView } from '../model/progress-model.ts';
import { Stat } from './Stat.tsx';

/** How far the work is: the share, and how many tasks are in which state. */
export function ProgressCard({ view, className }: { view: ProgressView; className?: string }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { share, done, total, segments, aside } = view;
  const percent = formatPercent(share);
  return (
    <Stat
      title="Progress"
      className={className}
      value={
        <>
          {total === 0 ? '–' : percent} <span className={styles.of}>{`${done} of ${total} tasks`}</span>
        </>
      }
    >
      <div
        className={styles.track}
        role="progressbar"
        aria-label="Progress"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={`${percent}, ${done} of ${total} tasks`}
      >
        {segments.map(({ status, share: width }) => (
          <div
            key={status}
            style={{
              width: `${width * 100}%`,
              background: theme.visualization.getColorByName(STATUS_STYLES[status].color),
              opacity: status === 'pending' ? 0.35 : 1,
            }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {segments.map(({ status, count }) => (
          <li key={status} className={styles.item}>
            <StatusMark status={status} size={12} /> {count} {STATUS_STYLES[status].label.toLowerCase()}
          </li>
        ))}
        {aside === '' ? null : <li className={styles.item}>not counted: {aside}</li>}
      </ul>
    </Stat>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  of: css({ fontSize: theme.typography.body.fontSize, color: theme.colors.text.secondary, fontWeight: 400 }),
  track: css({
    display: 'flex',
    gap: 1,
    height: 8,
    margin: theme.spacing(1, 0),
    borderRadius: 4,
    overflow: 'hidden',
    background: theme.colors.background.canvas,
  }),
  legend: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
  }),
  item: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
});
