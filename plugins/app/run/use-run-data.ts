import { type QueryAnswer, useQuery } from '../data/use-query.ts';
/** The same range for all queries: they go out in one request. What they are about is said by project and run. */
export const ALL_TIME = { from: 0, to: 'now' } as const;

export interface RunData {
  project: QueryAnswer;
  runs: QueryAnswer;
  status: QueryAnswer;
  tasks: QueryAnswer;
  graph: QueryAnswer;
  timeline: QueryAnswer;
  checkpoints: QueryAnswer;
}

interface Asked {
  project: string;
  /** Absent: the newest. */
  run?: string;
  tag?: string;
  /** Every task of the tag, not only those something happened to in the run. */
  everyTask: boolean;
}

const RUNS_OFFERED = 200;
/** What the service takes in `run` for a project's open or latest run. */
export const NEWEST_RUN = 'newest';

/** Everything the page shows at once: asked in one request, and again whenever the service says that something changed. */
export function useRunData({ project, run, tag, everyTask }: Asked): RunData {
  const live = `project/${project}`;
  const ofRun = { project, tag, run: run ?? NEWEST_RUN };
  const ofTasks = { project, tag, run: everyTask ? undefined : run };
  const range = ALL_TIME;
  return {
    project: useQuery({ queryType: 'projects', query: { project }, range, live }),
    runs: useQuery({ queryType: 'runs', query: { project, limit: RUNS_OFFERED }, range, live }),
    status: useQuery({ queryType: 'status', query: ofRun, range, live }),
    tasks: useQuery({ queryType: 'tasks', query: ofTasks, range, live }),
    graph: useQuery({ queryType: 'dependencyGraph', query: ofTasks, range, live }),
    timeline: useQuery({ queryType: 'timeline', query: ofRun, range, live }),
    checkpoints: useQuery({ queryType: 'checkpoints', query: { project, run: run ?? NEWEST_RUN }, range, live }),
  };
}
