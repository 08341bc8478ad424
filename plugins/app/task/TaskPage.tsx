import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { projectLink, projectsLink, taskLink } from '../../../contract/app-links.ts';
import { useUrlState } from '../data/use-url-state.ts';
import { Action } from '../parts/Action.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ErrorState } from '../parts/ErrorState.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Stale } from '../parts/Stale.tsx';
import { type EventRow, type ProjectRow } from '../run/rows.ts';
import { fetchTimeline, TimelinePane } from '../run/views/panes.ts';
import { Pane } from '../run/views/Pane.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';
import { Description } from './Description.tsx';
import { Facts } from './Facts.tsx';
import { neighboursOf, type NodeRow } from './model/neighbours-model.ts';
import { Related } from './Related.tsx';
import { TaskSections } from './TaskSections.tsx';
import { useTaskData } from './use-task-data.ts';

interface Props {
  project: string;
  tag: string;
  taskId: string;
}

fetchTimeline();

const GONE = 404;
const HEIGHT = '240px';

/** One task: what it is, where it stands and why, and everything known of the work on it. */
export function TaskPage({ project, tag, taskId }: Props) {
  const styles = useStyles2(getStyles);
  const url = useUrlState();
  const place = useMemo(() => ({ project, tag, taskId }), [project, tag, taskId]);
  const data = useTaskData(place);
  const [known] = data.project.rows<ProjectRow>();
  const task = data.task.data;
  const { graph, timeline } = data;
  const { before, after } = useMemo(
    () => (task ? neighboursOf(task, graph.rows<NodeRow>()) : { before: [], after: [] }),
    [task, graph]
  );
  const inTag = { task: taskId, tag: known && known.currentTag !== tag ? tag : undefined };
  const parents = [
    { text: 'Projects', url: projectsLink() },
    { text: known?.name ?? project, url: projectLink(project, inTag) },
    ...(task?.parentId ? [{ text: `Task ${task.parentId}`, url: taskLink(project, tag, task.parentId) }] : []),
  ];
  const gone = data.task.status === GONE;
  return (
    <PageFrame
      title={task && !gone ? `${taskId} ${task.title}` : `Task ${taskId}`}
      parents={parents}
      actions={
        <Action variant="secondary" to={projectLink(project, inTag)}>
          Show in the run
        </Action>
      }
    >
      {gone ? (
        <ErrorState
          title={data.project.status === GONE ? 'This project is not known here' : 'This task is not known here'}
          text={`There is no task ${taskId} with the tag ${tag}. It may have been deleted, or the address was cut off.`}
          action={data.project.status === GONE ? 'All projects' : 'The project as it is now'}
          to={data.project.status === GONE ? projectsLink() : projectLink(project)}
        />
      ) : !task && data.task.state === 'error' ? (
        <ErrorState
          title="The service gives no answer"
          text={`${data.task.error ?? ''} It is asked again by itself.`}
          action="Ask now"
          onAction={data.task.refetch}
        />
      ) : !task ? (
        <Loading rows={4} height={120} label="Loading the task …" />
      ) : (
        <div className={styles.page}>
          <Stale answer={data.timeline} />
          <Facts task={task} before={before} />
          <div className={styles.two}>
            <Description definition={task.definition} title={task.title} priority={task.priority} />
            <Related place={place} before={before} after={after} subtasks={task.subtasks} />
          </div>
          <Pane title="Timeline" answer={timeline} height={HEIGHT} resetKey={taskId}>
            <TimelinePane
              frames={timeline.frames}
              title={`Timeline of task ${taskId}`}
              height={HEIGHT}
              empty={
                <Empty
                  title="Nothing has run yet"
                  text="Bars appear when the task changes its status or an agent works on it."
                />
              }
            />
          </Pane>
          <TaskSections place={place} task={task} evidence={data.evidence.rows<EventRow>()} url={url} />
        </div>
      )}
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gap: theme.spacing(1), gridTemplateColumns: 'minmax(0, 1fr)', minWidth: 0 }),
  two: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
