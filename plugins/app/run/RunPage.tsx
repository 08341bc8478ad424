import React, { useMemo } from 'react';
import { projectLink, projectsLink } from '../../../contract/app-links.ts';
import { Empty } from '../parts/Empty.tsx';
import { ErrorState } from '../parts/ErrorState.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Stale } from '../parts/Stale.tsx';
import { useNow } from '../parts/use-now.ts';
import { PageFrame } from '../shell/PageFrame.tsx';
import { noTasksView } from './model/no-tasks-model.ts';
import { newestRun, runName } from './model/run-choice-model.ts';
import { type ProjectRow, type RunRow, type StatusRow, type TaskRow } from './rows.ts';
import { RunBody } from './RunBody.tsx';
import { RunLine } from './RunLine.tsx';
import { RunPickers } from './RunPickers.tsx';
import { useRunData } from './use-run-data.ts';
import { useRunState } from './use-run-state.ts';
import { fetchPanes } from './views/panes.ts';

interface Props {
  project: string;
  /** Absent: the project's newest run, live. */
  run?: string;
}

// At once, not when the page is drawn: the pictures come while the first answer is on its way.
fetchPanes();

const GONE = 404;

/** A project as it is now, or one of its runs. */
export function RunPage({ project, run: runId }: Props) {
  const state = useRunState();
  const data = useRunData({ project, run: runId, tag: state.tag, everyTask: state.everyTask });
  const runs = data.runs.rows<RunRow>();
  const [known] = data.project.rows<ProjectRow>();
  const [status] = data.status.rows<StatusRow>();
  const tasks = data.tasks.rows<TaskRow>();
  const run = useMemo(
    () => (runId === undefined ? newestRun(runs) : runs.find(({ id }) => id === runId)),
    [runs, runId]
  );
  const year = useNow((at) => new Date(at).getFullYear());
  const name = known?.name ?? project;
  const tag = status?.tag ?? state.tag ?? known?.currentTag ?? undefined;
  const title = runId === undefined ? name : `Run of ${run ? runName(run, year) : runId}`;
  const parents = [
    { text: 'Projects', url: projectsLink() },
    ...(runId === undefined ? [] : [{ text: name, url: projectLink(project) }]),
  ];

  const gone = [data.project, data.status].find((answer) => answer.status === GONE);
  const failed = data.status.state === 'error' ? data.status : undefined;
  return (
    <PageFrame
      title={title}
      parents={parents}
      subTitle={status ? <RunLine run={run} /> : undefined}
      actions={
        <RunPickers
          project={project}
          run={runId}
          runs={runs}
          tags={known?.tags ?? []}
          tag={tag}
          keep={{ task: state.task, tag: state.tag }}
          onTag={(next) => state.set({ tag: next === known?.currentTag ? undefined : next, task: undefined })}
        />
      }
    >
      {gone ? (
        <ErrorState
          title={data.project.status === GONE ? 'This project is not known here' : 'This run is not known here'}
          text={`${gone.error} It may have been deleted, or the address was cut off.`}
          action={data.project.status === GONE ? 'All projects' : 'The project as it is now'}
          to={data.project.status === GONE ? projectsLink() : projectLink(project)}
        />
      ) : failed ? (
        <ErrorState
          title="The service gives no answer"
          text={`${failed.error} It is asked again by itself.`}
          action="Ask now"
          onAction={failed.refetch}
        />
      ) : !status && data.status.state === 'ready' ? (
        <WithoutStatus project={known} loading={data.project.state === 'loading'} />
      ) : !status || tag === undefined ? (
        <Loading rows={4} height={120} label="Loading the project …" />
      ) : (
        <>
          <Stale answer={data.status} />
          <RunBody
            project={project}
            runId={runId}
            run={run}
            status={status}
            tag={tag}
            tasks={tasks}
            data={data}
            state={state}
          />
        </>
      )}
    </PageFrame>
  );
}

/** In place of the page: there is nothing to show of this project, and why. */
function WithoutStatus({ project, loading }: { project?: ProjectRow; loading: boolean }) {
  if (loading) {
    return <Loading rows={4} height={120} label="Loading the project …" />;
  }
  const { title, text, failed } = noTasksView(project);
  const Said = failed ? ErrorState : Empty;
  return <Said title={title} text={text} action="All projects" to={projectsLink()} />;
}
