import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Input, useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { STATUS_STYLES, toStatus } from '../../../shared/status.ts';
import { Action } from '../../parts/Action.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { listFilters, listTasks, type Sort } from '../model/task-list-model.ts';
import { type TaskRow } from '../rows.ts';
import { type RunState } from '../use-run-state.ts';
import { FilterChips } from './FilterChips.tsx';
import { TaskTable } from './TaskTable.tsx';

interface Props {
  tasks: readonly TaskRow[];
  state: RunState;
  linkTo: (taskId: string) => string;
  /** Shown beside the filters: what else could be listed. */
  children?: React.ReactNode;
}

/** Rows drawn at first, and added each time more are asked for. */
const PAGE = 200;

const SORT_LABELS: Array<{ value: Sort; label: string }> = [
  { value: 'order', label: 'Order of the file' },
  { value: 'status', label: 'Status' },
  { value: 'duration', label: 'Duration' },
  { value: 'attempts', label: 'Attempts' },
  { value: 'cost', label: 'Cost' },
  { value: 'activity', label: 'Last activity' },
];

const OTHER_LABELS: Record<string, string> = { ready: 'Ready', waiting: 'Waiting', late: 'Late' };
const filterLabel = (value: string) => OTHER_LABELS[value] ?? STATUS_STYLES[toStatus(value)].label;

/** The tasks as a list to search, filter and sort. */
export function TasksSection({ tasks, state, linkTo, children }: Props) {
  const styles = useStyles2(getStyles);
  const [room, setRoom] = useState(PAGE);
  const { search, show, sort, descending, task: selected } = state;
  const listed = useMemo(
    () => listTasks(tasks, { search, show, sort, descending }),
    [tasks, search, show, sort, descending]
  );
  const filters = useMemo(() => listFilters(tasks), [tasks]);
  const place = listed.findIndex(({ task }) => task.taskId === selected);
  const shown = listed.slice(0, Math.max(room, place + 1));
  const setSort = (next: Sort) => {
    const down = next === sort ? !descending : next !== 'order';
    state.set({ sort: next === 'order' && !down ? undefined : `${down ? '-' : ''}${next}` });
  };
  if (tasks.length === 0) {
    return (
      <Empty
        title="No tasks"
        text="Something happened to no task here. Tasks appear as soon as Task Master’s file holds them."
      >
        {children}
      </Empty>
    );
  }
  return (
    <>
      <div className={styles.tools}>
        <Input
          className={styles.search}
          aria-label="Search tasks"
          placeholder="Id, title or agent"
          value={search}
          onChange={(event) => state.set({ q: event.currentTarget.value }, true)}
        />
        <FilterChips
          label="Show only"
          choices={filters.map(({ value, count }) => ({ value, label: filterLabel(value), count }))}
          chosen={show}
          onChange={(next) => state.set({ show: next.join(',') })}
        />
        <div className={styles.sort}>
          <Choice label="Sort by" value={sort} options={SORT_LABELS} onChange={setSort} />
        </div>
        {children}
      </div>
      {listed.length === 0 ? (
        <Empty
          title="No task fits"
          text={`None of ${tasks.length} tasks fits the search and the filters.`}
          action="Show all"
          onAction={() => state.set({ q: undefined, show: undefined })}
        />
      ) : (
        <TaskTable
          listed={shown}
          sort={sort}
          descending={descending}
          selected={selected}
          linkTo={linkTo}
          onSort={setSort}
          onSelect={(taskId) => state.select(taskId === selected ? undefined : taskId)}
        />
      )}
      {shown.length < listed.length ? (
        <div className={styles.more}>
          <Action variant="secondary" onClick={() => setRoom((rows) => rows + PAGE)}>
            Show more ({listed.length - shown.length} left)
          </Action>
        </div>
      ) : null}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tools: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    margin: theme.spacing(1, 0),
  }),
  search: css({
    flex: '0 1 220px',
    width: 'auto',
    '@media (pointer: coarse)': { 'input, &': { minHeight: 44 } },
    [theme.breakpoints.down('md')]: { flex: '1 1 100%' },
  }),
  sort: css({ [theme.breakpoints.up('md')]: { display: 'none' } }),
  more: css({ display: 'grid', justifyItems: 'center', padding: theme.spacing(1) }),
});
