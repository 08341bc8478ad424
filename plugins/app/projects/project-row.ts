import { type Status } from '../../shared/status.ts';

/** A row of the query `projects`, as far as this page reads it. */
export interface ProjectColumns {
  id: string;
  name: string;
  path: string;
  currentTag: string | null;
  state: string;
  problem: string | null;
  tasks: number;
  finished: number;
  progress: number;
  running: number;
  openRun: string | null;
  lastActivityAt: number | null;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheCreationTokens: number;
  costUsd: number;
}

export interface TaskName {
  taskId: string;
  title: string;
}

/** A row of the query `status`. */
export interface StatusColumns {
  project: string;
  tag: string | null;
  total: number;
  inProgress: number;
  review: number;
  done: number;
  running: Array<TaskName & { agent: string | null; sinceMs: number | null; expectedMs: number | null }>;
  ready: TaskName[];
  waiting: Array<TaskName & { waitsFor: string[] }>;
  stuck: Array<TaskName & { silentMs: number }>;
  etaP50: number | null;
  etaP80: number | null;
  etaBasis: string;
  time: number;
  problems: Array<{ input: string; problem: string; since?: number }>;
}

/** What a project is doing, in one word; the first that fits, worst first. */
export type Doing = 'broken' | 'stuck' | 'working' | 'finished' | 'review' | 'halted' | 'idle' | 'empty';

export interface ProjectRow extends ProjectColumns {
  status?: StatusColumns;
  doing: Doing;
}

export const DOING: Record<Doing, { label: string; mark: Status; rank: number }> = {
  broken: { label: 'Cannot be read', mark: 'failed', rank: 0 },
  stuck: { label: 'Stuck', mark: 'blocked', rank: 1 },
  halted: { label: 'Cannot go on', mark: 'blocked', rank: 2 },
  review: { label: 'Waits for review', mark: 'review', rank: 3 },
  working: { label: 'Working', mark: 'in-progress', rank: 4 },
  idle: { label: 'Nothing going on', mark: 'pending', rank: 5 },
  finished: { label: 'Finished', mark: 'done', rank: 6 },
  empty: { label: 'No tasks', mark: 'unknown', rank: 7 },
};

function doingOf(project: ProjectColumns, status: StatusColumns | undefined): Doing {
  if (project.state === 'broken') {
    return 'broken';
  }
  if (project.tasks === 0) {
    return 'empty';
  }
  if ((status?.stuck.length ?? 0) > 0) {
    return 'stuck';
  }
  if (project.running > 0) {
    return 'working';
  }
  if (project.finished >= project.tasks) {
    return 'finished';
  }
  if (status && status.ready.length === 0) {
    return status.review > 0 ? 'review' : 'halted';
  }
  return 'idle';
}

/** Projects with their status; a project without one (it was just added) is shown all the same. */
export function joinRows(projects: readonly ProjectColumns[], statuses: readonly StatusColumns[]): ProjectRow[] {
  const byProject = new Map(statuses.map((status) => [status.project, status]));
  return projects.map((project) => {
    const status = byProject.get(project.id);
    return { ...project, status, doing: doingOf(project, status) };
  });
}

export const SORTS = [
  { value: 'attention', label: 'Needs attention' },
  { value: 'activity', label: 'Last activity' },
  { value: 'name', label: 'Name' },
  { value: 'progress', label: 'Progress' },
  { value: 'cost', label: 'Cost' },
] as const;
export type Sort = (typeof SORTS)[number]['value'];

const latest = (a: ProjectRow, b: ProjectRow) => (b.lastActivityAt ?? 0) - (a.lastActivityAt ?? 0);
const ORDER: Record<Sort, (a: ProjectRow, b: ProjectRow) => number> = {
  attention: (a, b) => DOING[a.doing].rank - DOING[b.doing].rank || latest(a, b),
  activity: latest,
  name: (a, b) => a.name.localeCompare(b.name),
  progress: (a, b) => b.progress - a.progress || latest(a, b),
  cost: (a, b) => b.costUsd - a.costUsd || latest(a, b),
};

/** Rows whose name, path, tag or running task has all words of `search`, in the order asked for. */
export function pickRows(rows: readonly ProjectRow[], search: string, sort: Sort): ProjectRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = ({ name, path, currentTag, status }: ProjectRow) =>
    [name, path, currentTag, ...(status?.running ?? []).flatMap(({ title, agent }) => [title, agent])]
      .join(' ')
      .toLowerCase();
  return rows
    .filter((row) => {
      const text = textOf(row);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => ORDER[sort](a, b) || a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

export interface Totals {
  projects: number;
  running: number;
  attention: number;
  costUsd: number;
}

export function totalsOf(rows: readonly ProjectRow[]): Totals {
  return {
    projects: rows.length,
    running: rows.reduce((sum, row) => sum + row.running, 0),
    attention: rows.filter(({ doing }) => DOING[doing].rank <= DOING.review.rank).length,
    costUsd: rows.reduce((sum, row) => sum + row.costUsd, 0),
  };
}
