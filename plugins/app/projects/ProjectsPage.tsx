import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { setUpLink } from '../../../contract/app-links.ts';
import { useQuery } from '../data/use-query.ts';
import { useUrlState } from '../data/use-url-state.ts';
import { Action } from '../parts/Action.tsx';
import { DataTable } from '../parts/DataTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ErrorState } from '../parts/ErrorState.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Stale } from '../parts/Stale.tsx';
import { DatasourceBar } from '../shell/DatasourceBar.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';
import { projectColumns } from './columns.tsx';
import { Controls } from './Controls.tsx';
import { Problems } from './Problems.tsx';
import { problemsOf } from './problems.ts';
import {
  joinRows,
  pickRows,
  type ProjectColumns,
  type Sort,
  SORTS,
  type StatusColumns,
  totalsOf,
} from './project-row.ts';
import { Summary } from './Summary.tsx';
import { WithoutTasks } from './WithoutTasks.tsx';

const NOW = { from: 'now-1h', to: 'now' };
const isSort = (text: string | undefined): text is Sort => SORTS.some(({ value }) => value === text);

function useProjects() {
  const projects = useQuery({ queryType: 'projects', query: { limit: 1000 }, range: NOW, live: 'projects' });
  const status = useQuery({ queryType: 'status', range: NOW, live: 'projects' });
  const rows = useMemo(
    () => joinRows(projects.rows<ProjectColumns>(), status.rows<StatusColumns>()),
    [projects, status]
  );
  return { projects, status, rows };
}

function List() {
  const styles = useStyles2(getStyles);
  const { get, set } = useUrlState();
  const { projects, status, rows } = useProjects();
  const asOf = status.at ?? 0;
  const columns = useMemo(() => projectColumns(asOf), [asOf]);
  const search = get('search') ?? '';
  const asked = get('sort');
  const sort = isSort(asked) ? asked : 'attention';
  if (projects.state === 'loading') {
    return <Loading rows={4} label="Loading the projects …" />;
  }
  if (projects.state === 'error') {
    return (
      <ErrorState
        title="The projects cannot be shown"
        text={`${projects.error ?? ''} This is tried again by itself.`}
        action="Try now"
        onAction={projects.refetch}
      />
    );
  }
  if (rows.length === 0) {
    return (
      <Empty
        icon="folder-open"
        title="No project is followed yet"
        text="Tell the service where a Task Master project is, and connect Claude Code to it: it takes two commands."
        action="Set up a project"
        to={setUpLink()}
      />
    );
  }
  const withTasks = rows.filter(({ doing, tasks }) => doing !== 'empty' && tasks > 0);
  const shown = pickRows(withTasks, search, sort);
  const without = pickRows(
    rows.filter((row) => !withTasks.includes(row)),
    search,
    'activity'
  );
  return (
    <div className={styles.page}>
      <Stale answer={projects.state === 'stale' ? projects : status} />
      <div className={styles.top}>
        <Summary totals={totalsOf(withTasks)} />
        <Controls
          search={search}
          sort={sort}
          onSearch={(text) => set({ search: text }, { replace: true })}
          onSort={(next) => set({ sort: next === 'attention' ? undefined : next })}
        />
      </div>
      {shown.length > 0 ? (
        <DataTable
          label="Projects"
          columns={columns}
          rows={shown}
          rowKey={({ id }) => id}
          below={(row) => (problemsOf(row).length > 0 ? <Problems row={row} /> : null)}
        />
      ) : search !== '' && without.length === 0 ? (
        <Empty
          title={`No project has “${search}”`}
          text="Names, folders, tags, running tasks and their agents are searched."
          action="Show all"
          onAction={() => set({ search: undefined })}
        />
      ) : null}
      <WithoutTasks rows={without} />
    </div>
  );
}

/** Every project: what runs, how far it is, when it will be done, what it cost, what is wrong. */
export function ProjectsPage() {
  return (
    <PageFrame
      title="Projects"
      actions={
        <>
          <DatasourceBar />
          <Action to={setUpLink()} variant="secondary">
            Set up a project
          </Action>
        </>
      }
    >
      <List />
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2) }),
  top: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(1.5, 3),
  }),
});
