import { type QueryAnswer } from '#contract/frames.ts';
import { type Store } from '../store/types.ts';
import { rowsOf } from '../util/frame-rows.ts';

/** What the status page and `taskmaster-observe status` show of one project. */
export interface ProjectStatus {
  project: Record<string, unknown>;
  /** Row of the query type `status`; absent where it could not be answered. */
  status?: Record<string, unknown>;
  problem?: string;
}

/** Whether tasks are open, none runs and none can start (a circle, or a dependency that is missing or cancelled). */
export function nothingCanStart(status: Record<string, unknown>): boolean {
  const many = (cell: unknown): boolean => Array.isArray(cell) && cell.length > 0;
  const moving = Number(status.inProgress ?? 0) + Number(status.review ?? 0) > 0;
  return many(status.waiting) && !moving && !many(status.running) && !many(status.ready);
}

/** Projects and their status rows: those with tasks first, then the most recently active. */
export async function statusReport(store: Pick<Store, 'query'>, only?: string, most = 50): Promise<ProjectStatus[]> {
  const first = await ask(store, [{ refId: 'projects', queryType: 'projects', query: {} }]);
  const result = first.results.projects;
  if (result?.error) {
    throw new Error(result.error);
  }
  const projects = (result?.frames?.[0] ? rowsOf(result.frames[0]) : [])
    .filter((row) => only === undefined || row.id === only || row.name === only)
    .sort(
      (a, b) =>
        Number(Number(b.tasks ?? 0) > 0) - Number(Number(a.tasks ?? 0) > 0) ||
        Number(b.lastActivityAt ?? 0) - Number(a.lastActivityAt ?? 0)
    )
    .slice(0, most);
  if (projects.length === 0) {
    return [];
  }
  const second = await ask(
    store,
    projects.map(({ id }, index) => ({ refId: String(index), queryType: 'status', query: { project: id } }))
  );
  return projects.map((project, index) => {
    const answer = second.results[String(index)];
    const frame = answer?.frames?.[0];
    return {
      project,
      ...(frame ? { status: rowsOf(frame)[0] } : {}),
      ...(answer?.error ? { problem: answer.error } : {}),
    };
  });
}

async function ask(store: Pick<Store, 'query'>, queries: unknown[]): Promise<QueryAnswer> {
  return JSON.parse(Buffer.from(await store.query({ queries })).toString('utf8')) as QueryAnswer;
}
