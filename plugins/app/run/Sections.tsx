import React from 'react';
import { Action } from '../parts/Action.tsx';
import { ErrorState } from '../parts/ErrorState.tsx';
import { Loading } from '../parts/Loading.tsx';
import { type CheckpointRow, type RunRow, type TaskRow } from './rows.ts';
import { CheckpointsSection } from './sections/CheckpointsSection.tsx';
import { CostSection } from './sections/CostSection.tsx';
import { EventsSection } from './sections/EventsSection.tsx';
import { ResourcesSection } from './sections/ResourcesSection.tsx';
import { TasksSection } from './sections/TasksSection.tsx';
import { NEWEST_RUN, type RunData } from './use-run-data.ts';
import { type PhoneSection, type RunState } from './use-run-state.ts';

interface Props {
  project: string;
  runId?: string;
  run?: RunRow;
  tag: string;
  tasks: readonly TaskRow[];
  checkpoints: readonly CheckpointRow[];
  section: PhoneSection;
  state: RunState;
  data: RunData;
  linkTo: (taskId: string) => string;
}

/** The chosen list. */
export function Sections({ project, runId, run, tag, tasks, checkpoints, section, state, data, linkTo }: Props) {
  switch (section) {
    case 'events':
      return <EventsSection project={project} run={runId ?? NEWEST_RUN} tag={state.tag} state={state} />;
    case 'checkpoints':
      return <CheckpointsSection checkpoints={checkpoints} />;
    case 'resources':
      return <ResourcesSection run={run} checkpoints={checkpoints} />;
    case 'cost':
      return <CostSection project={project} run={run?.id} />;
    default:
      return data.tasks.state === 'error' ? (
        <ErrorState
          title="The tasks cannot be shown"
          text={data.tasks.error}
          action="Ask again"
          onAction={data.tasks.refetch}
        />
      ) : data.tasks.state === 'loading' ? (
        <Loading rows={6} height={32} />
      ) : (
        <TasksSection key={tag} tasks={tasks} state={state} linkTo={linkTo}>
          {runId === undefined ? null : (
            <Action variant="secondary" onClick={() => state.set({ all: state.everyTask ? undefined : '1' })}>
              {state.everyTask ? 'Only tasks of this run' : `All tasks of ${tag}`}
            </Action>
          )}
        </TasksSection>
      );
  }
}
