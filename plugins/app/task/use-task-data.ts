import { useMemo } from 'react';
import { useLive } from '../data/use-live.ts';
import { type LookupAnswer, useLookup } from '../data/use-lookup.ts';
import { type QueryAnswer, useQuery } from '../data/use-query.ts';
import { ALL_TIME } from '../run/use-run-data.ts';
import { type TaskDetail } from './model/task-detail.ts';

export interface TaskData {
  task: LookupAnswer<TaskDetail>;
  project: QueryAnswer;
  graph: QueryAnswer;
  timeline: QueryAnswer;
  /** Status changes agents say they made. */
  evidence: QueryAnswer;
}

export interface TaskKey {
  project: string;
  tag: string;
  taskId: string;
}

const MOST_SPANS = 5000;

/** What the page shows at once; asked again whenever the service says that something changed in the project. */
export function useTaskData({ project, tag, taskId }: TaskKey): TaskData {
  const live = `project/${project}`;
  const range = ALL_TIME;
  const place = { project, tag, taskId };
  // In the query, not in the path: Grafana decodes slashes of a path on the way.
  const path = `tasks/${encodeURIComponent(taskId)}?${new URLSearchParams({ project, tag }).toString()}`;
  const task = useLookup<TaskDetail>(path);
  useLive(live, task.revalidate);
  const answers = {
    project: useQuery({ queryType: 'projects', query: { project }, range, live }),
    graph: useQuery({ queryType: 'dependencyGraph', query: { ...place, depth: 1 }, range, live }),
    timeline: useQuery({ queryType: 'timeline', query: { ...place, limit: MOST_SPANS }, range, live }),
    evidence: useQuery({ queryType: 'events', query: { ...place, types: ['evidence.seen'], limit: 500 }, range, live }),
  };
  const { project: known, graph, timeline, evidence } = answers;
  return useMemo(() => ({ task, project: known, graph, timeline, evidence }), [task, known, graph, timeline, evidence]);
}
