import React from 'react';
import { type Offers } from '../editor-props.ts';
import { NEWEST_RUN } from '../run-of.ts';
import { PickOne } from './PickOne.tsx';

const NEWEST = [{ value: NEWEST_RUN, label: 'newest', description: 'The open run, else the latest' }];

interface Scope {
  project?: string;
  tag?: string;
  run?: string;
  taskId?: string;
}

interface Props {
  offers: Offers;
  query: Scope;
  change: (fields: Scope) => void;
  /** Which of them this query type takes. */
  fields?: ReadonlyArray<keyof Scope>;
}

/** Project, tag, run and task: what a question is about. Each offers what belongs to the ones before it. */
export function ScopeFields({ offers, query, change, fields = ['project', 'tag', 'run'] }: Props) {
  const { project, tag, run, taskId } = query;
  return (
    <>
      {fields.includes('project') && (
        <PickOne
          offers={offers}
          name="projects"
          label="Project"
          placeholder="All projects"
          value={project}
          onChange={(value) => change({ project: value })}
          showName
        />
      )}
      {fields.includes('tag') && (
        <PickOne
          offers={offers}
          name="tags"
          parameters={{ project }}
          label="Tag"
          tooltip="Tag of the task file. * stands for every tag."
          placeholder="The current tag"
          value={tag}
          onChange={(value) => change({ tag: value })}
        />
      )}
      {fields.includes('run') && (
        <PickOne
          offers={offers}
          name="runs"
          parameters={{ project }}
          label="Run"
          tooltip="One stretch of work on a project. “newest” is its open run, else its latest."
          more={NEWEST}
          placeholder="All runs"
          value={run}
          onChange={(value) => change({ run: value })}
          showName
        />
      )}
      {fields.includes('taskId') && (
        <PickOne
          offers={offers}
          name="tasks"
          parameters={{ project, tag, run }}
          label="Task"
          tooltip="As Task Master shows it: 5, or 5.2 for a subtask."
          placeholder="All tasks"
          value={taskId}
          onChange={(value) => change({ taskId: value })}
          showName
        />
      )}
    </>
  );
}
