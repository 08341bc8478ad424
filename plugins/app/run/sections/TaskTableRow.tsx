import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { memo, useEffect, useRef } from 'react';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import { STATUS_STYLES, toStatus } from '../../../shared/status.ts';
import { formatCost, formatDuration } from '../../parts/format.ts';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { Link } from '../../shell/Link.tsx';
import { OVER_EXPECTED } from '../model/now-model.ts';
import { type ListedTask } from '../model/task-list-model.ts';

interface Props {
  listed: ListedTask;
  selected: boolean;
  to: string;
  onSelect: (taskId: string) => void;
}

/** One task of the list. The title leads to its page; the rest of the row lights it in every view. */
export const TaskTableRow = memo(function TaskTableRow({
  listed: { task, depth, pace },
  selected,
  to,
  onSelect,
}: Props) {
  const styles = useStyles2(getStyles);
  const row = useRef<HTMLTableRowElement>(null);
  const { taskId, title, status, agent, blockedBy, ready, attempts, costUsd, durationMs, expectedMs } = task;
  const known = toStatus(status);
  useEffect(() => {
    if (selected) {
      row.current?.closest('[data-scroll]')?.scrollTo({ top: row.current.offsetTop - 80 });
    }
  }, [selected]);
  const waits = blockedBy ? `waits for ${blockedBy.split(',').join(', ')}` : ready ? 'ready' : '';
  return (
    <tr
      ref={row}
      className={cx(styles.row, selected && styles.selected)}
      aria-selected={selected}
      data-task={taskId}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, button')) {
          onSelect(taskId);
        }
      }}
    >
      <td className={styles.lead}>
        <div className={styles.task} style={{ paddingLeft: depth * 20 }}>
          <button
            type="button"
            className={styles.light}
            aria-pressed={selected}
            aria-label={`Show ${taskId} in graph and timeline`}
            onClick={() => onSelect(taskId)}
          >
            <StatusMark status={known} size={16} />
          </button>
          <Link to={to} className={styles.title}>
            <span className={styles.id}>{taskId}</span> {title}
          </Link>
        </div>
      </td>
      <td>
        {STATUS_STYLES[known].label}
        {waits === '' ? null : <span className={styles.quiet}> · {waits}</span>}
      </td>
      <td className={cx(styles.quiet, styles.agent, agent === null && styles.blank)}>{agent ?? ''}</td>
      <td className={cx(styles.number, durationMs === null && expectedMs === null && styles.blank)}>
        {durationMs === null ? '' : formatDuration(durationMs)}
        {expectedMs === null ? null : (
          <span className={cx(styles.quiet, (pace ?? 0) > OVER_EXPECTED && styles.late)}>
            {durationMs === null ? `~ ${formatDuration(expectedMs)}` : ` / ${formatDuration(expectedMs)}`}
          </span>
        )}
      </td>
      <td className={cx(styles.number, attempts === 0 && styles.blank)}>
        {attempts === 0 ? '' : attempts}
        <span className={styles.onCard}>{attempts === 1 ? ' attempt' : ' attempts'}</span>
      </td>
      <td className={cx(styles.number, costUsd === 0 && styles.blank)}>{costUsd === 0 ? '' : formatCost(costUsd)}</td>
      <td className={cx(styles.number, styles.quiet, task.lastActivityAt === null && styles.blank)}>
        {task.lastActivityAt === null ? '' : <RelativeTime at={task.lastActivityAt} />}
      </td>
    </tr>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    cursor: 'pointer',
    td: {
      padding: theme.spacing(0.5, 1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      verticalAlign: 'middle',
    },
    '&:hover': { background: theme.colors.background.secondary },
    [theme.breakpoints.down('md')]: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 1.5),
      padding: theme.spacing(0.5, 1, 1),
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      td: { padding: 0, border: 'none' },
    },
  }),
  selected: css({
    background: theme.colors.background.secondary,
    boxShadow: `inset 3px 0 ${theme.colors.primary.main}`,
  }),
  lead: css({ width: '42%', [theme.breakpoints.down('md')]: { flex: '1 1 100%' } }),
  task: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    [theme.breakpoints.down('md')]: { paddingLeft: '0 !important' },
  }),
  light: css({
    flex: 'none',
    display: 'grid',
    placeItems: 'center',
    width: 28,
    height: 28,
    border: 'none',
    background: 'none',
    '@media (pointer: coarse)': { width: 44, height: 44 },
  }),
  title: css({
    overflowWrap: 'anywhere',
    color: theme.colors.text.primary,
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    '@media (pointer: coarse)': { minHeight: 44, paddingTop: 11, paddingBottom: 11, flex: 1 },
  }),
  id: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  quiet: css({ color: theme.colors.text.secondary }),
  agent: css({ whiteSpace: 'nowrap', maxWidth: 180, overflow: 'hidden', textOverflow: 'ellipsis' }),
  number: css({
    textAlign: 'end',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    [theme.breakpoints.down('md')]: { textAlign: 'start' },
  }),
  late: css({ color: theme.colors.warning.text }),
  blank: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
  onCard: css({ [theme.breakpoints.up('md')]: { display: 'none' } }),
});
