import { PROJECT_COLUMNS } from '#contract/columns.ts';
import { buildFrame } from '#contract/frames.ts';
import { countLeaves } from '../analysis/progress.ts';
import { runningTasks } from '../analysis/next-tasks.ts';
import { type QueryContext } from './context.ts';
import { type Handler } from './handler.ts';
import { cut, withNotices } from './notices.ts';
import { checkProject, currentTag, tagsOf } from './scope.ts';
import { rows } from './sql.ts';
import { projectState } from './state/project-state.ts';
import { projectUsage } from './state/usage.ts';

const DEFAULT_LIMIT = 200;

interface ProjectRow {
  id: string;
  name: string;
  path: string;
  current_tag: string | null;
  tasks_file: string | null;
  last_at: number | null;
  open_run: string | null;
  problem: string | null;
}

/** One row a followed project, the one with the latest activity first; one that was asked for even where it is gone. */
export const answerProjects: Handler<'projects'> = ({ query }, context) => {
  const only = query.project ? checkProject(context.db, query.project).id : undefined;
  const { rows: shown, notices } = cut(projectRows(context, only), query.limit ?? DEFAULT_LIMIT, 'projects');
  const filled = shown.map((one) => fillProject(one, context));
  return [buildFrame('projects', PROJECT_COLUMNS, filled, withNotices({}, notices))];
};

export function projectRows({ db }: QueryContext, id?: string): ProjectRow[] {
  return rows<ProjectRow>(
    db,
    `SELECT id, name, path, current_tag, tasks_file, last_at, open_run,
       (SELECT input || ': ' || problem FROM problems WHERE project = projects.id ORDER BY since LIMIT 1) AS problem
     FROM projects WHERE ${id === undefined ? 'removed_at IS NULL' : 'id = ?'} ORDER BY last_at DESC NULLS LAST, id`,
    ...(id === undefined ? [] : [id])
  );
}

/** A project with its counts, by the names of PROJECT_COLUMNS. */
export function fillProject(project: ProjectRow, { db }: QueryContext): Record<string, unknown> {
  const tag = currentTag(db, project);
  const state = tag === undefined ? undefined : projectState(db, { project: project.id, tag });
  const counts = state && countLeaves(state.graph, state.progress.leftOut);
  return {
    id: project.id,
    name: project.name,
    path: project.path,
    currentTag: tag ?? null,
    tags: tagsOf(db, project.id),
    state: stateOf(project, tag),
    problem: project.problem,
    tasks: counts?.total ?? 0,
    finished: counts?.done ?? 0,
    progress: counts?.progress ?? 0,
    running: state ? runningTasks(state.graph).length : 0,
    openRun: project.open_run,
    lastActivityAt: project.last_at,
    ...projectUsage(db, project.id),
  };
}

/** missing: no task file was ever read. */
function stateOf(project: ProjectRow, tag: string | undefined): 'ok' | 'broken' | 'missing' {
  if (project.problem !== null) {
    return 'broken';
  }
  return project.tasks_file === null && tag === undefined ? 'missing' : 'ok';
}
