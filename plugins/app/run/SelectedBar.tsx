import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Action } from '../parts/Action.tsx';
import { formatCost, formatDuration } from '../parts/format.ts';
import { StatusBadge } from '../parts/StatusBadge.tsx';
import { standing } from './model/selection-model.ts';
import { type TaskRow } from './rows.ts';

interface Props {
  taskId: string;
  task?: TaskRow;
  /** The tasks are known, so that one that is not among them is gone. */
  known: boolean;
  to: string;
  onClear: () => void;
}

/** The task that is lit in every view, with the way to its page. */
export function SelectedBar({ taskId, task, known, to, onClear }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.bar} aria-label="Selected task" data-testid="selected-task">
      <div className={styles.what}>
        <span className={styles.title}>
          <span className={styles.id}>{taskId}</span> {task?.title ?? (known ? 'is not among these tasks' : '')}
        </span>
        {task ? (
          <span className={styles.facts}>
            <StatusBadge status={task.status} />
            {standing(task) === '' ? null : <span>{standing(task)}</span>}
            {task.durationMs === null ? null : (
              <span>
                {formatDuration(task.durationMs)}
                {task.expectedMs === null ? '' : ` of ${formatDuration(task.expectedMs)}`}
              </span>
            )}
            {task.costUsd > 0 ? <span>{formatCost(task.costUsd)}</span> : null}
          </span>
        ) : null}
      </div>
      <div className={styles.ways}>
        <Action to={to}>Open task</Action>
        <IconButton
          name="times"
          size="xl"
          aria-label="Clear the selection"
          onClick={onClear}
          className={styles.close}
        />
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(0.75, 1, 0.75, 1.5),
    background: theme.colors.primary.transparent,
    border: `1px solid ${theme.colors.primary.border}`,
    borderRadius: theme.shape.radius.default,
  }),
  what: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 2),
    minWidth: 0,
    flex: '1 1 240px',
  }),
  title: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  id: css({ color: theme.colors.text.secondary }),
  facts: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1.5), color: theme.colors.text.secondary }),
  ways: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginLeft: 'auto' }),
  close: css({ '@media (pointer: coarse)': { width: 44, height: 44 } }),
});
