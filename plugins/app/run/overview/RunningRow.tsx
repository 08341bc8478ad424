import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import { formatDuration, formatInstant } from '../../parts/format.ts';
import { useNow } from '../../parts/use-now.ts';
import { Link } from '../../shell/Link.tsx';
import { paceOf, type RunningTask } from '../model/now-model.ts';

interface Props {
  task: RunningTask;
  selected: boolean;
  to: string;
  onSelect: (taskId: string) => void;
}

const SECOND_MS = 1000;

/** One running task; its time goes on by itself. */
export function RunningRow({ task, selected, to, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const now = useNow((at) => Math.floor(at / SECOND_MS) * SECOND_MS);
  const { elapsedMs, share, over } = paceOf(task, now);
  const { taskId, title, agent, since, expectedMs, silentMs } = task;
  return (
    <li className={cx(styles.row, selected && styles.selected)}>
      <button
        type="button"
        className={styles.light}
        aria-pressed={selected}
        aria-label={`Show ${taskId} in graph, timeline and list`}
        onClick={() => onSelect(taskId)}
      >
        <StatusMark status="in-progress" size={20} />
      </button>
      <div className={styles.what}>
        <Link to={to} className={styles.title}>
          <span className={styles.id}>{taskId}</span> {title}
        </Link>
        <div className={styles.quiet}>
          {agent ?? 'agent unknown'}
          {silentMs === null ? null : (
            <span className={styles.silent}>
              {' '}
              <Icon name="exclamation-triangle" size="sm" /> silent for {formatDuration(silentMs)}
            </span>
          )}
        </div>
      </div>
      <div className={styles.time} title={since === null ? undefined : `since ${formatInstant(since)}`}>
        <strong className={styles.elapsed}>{elapsedMs === null ? 'start unseen' : formatDuration(elapsedMs)}</strong>
        <span className={styles.quiet}>{expectedMs === null ? 'no estimate' : `of ${formatDuration(expectedMs)}`}</span>
      </div>
      {share === null ? null : (
        <div
          className={styles.track}
          role="progressbar"
          aria-label={`Time of ${taskId} against what is usual`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.min(100, Math.round(share * 100))}
          aria-valuetext={`${Math.round(share * 100)} % of the expected time`}
        >
          <div className={cx(styles.bar, over && styles.over)} style={{ width: `${Math.min(1, share) * 100}%` }} />
        </div>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: theme.spacing(1),
    padding: theme.spacing(0.5, 1, 1, 0.5),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  selected: css({ outline: `2px solid ${theme.colors.primary.border}` }),
  light: css({
    display: 'grid',
    placeItems: 'center',
    width: 36,
    height: 36,
    border: 'none',
    background: 'none',
    borderRadius: theme.shape.radius.default,
    '&:hover': { background: theme.colors.action.hover },
    '@media (pointer: coarse)': { width: 44, height: 44 },
  }),
  what: css({ minWidth: 0 }),
  title: css({
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    '@media (pointer: coarse)': { paddingTop: 10, minHeight: 44 },
  }),
  id: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  silent: css({ color: theme.colors.error.text, whiteSpace: 'nowrap' }),
  time: css({ display: 'grid', justifyItems: 'end', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  elapsed: css({ fontSize: theme.typography.h5.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  track: css({
    gridColumn: '1 / -1',
    height: 4,
    marginTop: theme.spacing(0.75),
    marginLeft: theme.spacing(0.5),
    borderRadius: 2,
    overflow: 'hidden',
    background: theme.colors.border.weak,
  }),
  bar: css({ height: '100%', background: theme.visualization.getColorByName('blue') }),
  over: css({ background: theme.visualization.getColorByName('orange') }),
});
