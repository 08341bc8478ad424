import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type ListedTask, type Sort } from '../model/task-list-model.ts';
import { TaskTableRow } from './TaskTableRow.tsx';

interface Props {
  listed: readonly ListedTask[];
  sort: Sort;
  descending: boolean;
  selected?: string;
  linkTo: (taskId: string) => string;
  onSort: (sort: Sort) => void;
  onSelect: (taskId: string) => void;
}

const HEADS: Array<{ sort: Sort | null; label: string; end?: boolean }> = [
  { sort: 'order', label: 'Task' },
  { sort: 'status', label: 'Status' },
  { sort: null, label: 'Agent' },
  { sort: 'duration', label: 'Duration', end: true },
  { sort: 'attempts', label: 'Attempts', end: true },
  { sort: 'cost', label: 'Cost', end: true },
  { sort: 'activity', label: 'Last activity', end: true },
];

/** The list of tasks: a table; where there is no room for its columns, a card for each. */
export function TaskTable({ listed, sort, descending, selected, linkTo, onSort, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table} aria-label="Tasks">
      <thead className={styles.head}>
        <tr>
          {HEADS.map(({ sort: by, label, end }) => (
            <th
              key={label}
              scope="col"
              className={cx(end && styles.end)}
              aria-sort={by !== null && by === sort ? (descending ? 'descending' : 'ascending') : undefined}
            >
              {by === null ? (
                label
              ) : (
                <button type="button" className={styles.sort} onClick={() => onSort(by)}>
                  {label}
                  <span aria-hidden="true" className={styles.arrow}>
                    {by === sort ? (descending ? '↓' : '↑') : ''}
                  </span>
                </button>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={styles.body}>
        {listed.map((one) => (
          <TaskTableRow
            key={one.task.id}
            listed={one}
            selected={one.task.taskId === selected}
            to={linkTo(one.task.taskId)}
            onSelect={onSelect}
          />
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    th: {
      padding: theme.spacing(0.5, 1),
      fontWeight: 400,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      whiteSpace: 'nowrap',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    [theme.breakpoints.down('md')]: { display: 'block' },
  }),
  head: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
  body: css({ [theme.breakpoints.down('md')]: { display: 'grid', gap: theme.spacing(1) } }),
  end: css({ textAlign: 'end' }),
  sort: css({
    padding: 0,
    border: 'none',
    background: 'none',
    color: 'inherit',
    '&:hover': { color: theme.colors.text.primary },
    '@media (pointer: coarse)': { minHeight: 44 },
  }),
  arrow: css({ display: 'inline-block', width: 14, color: theme.colors.text.primary }),
});
