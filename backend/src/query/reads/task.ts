import { type DatabaseSync } from 'node:sqlite';
import { currentTag } from '../scope.ts';
import { row, rows, Where } from '../sql.ts';
import { projectState } from '../state/project-state.ts';
import { taskRow, taskRows } from '../tasks.ts';
import { attributionsOfTask, IN_LIST } from '../telemetry/attributions.ts';
import { usageByModel } from '../state/usage.ts';
import { neededText, textArg } from './args.ts';
import { type Read } from './index.ts';
import { sessionList, toolCalls } from './sessions.ts';

const MOST_CALLS = 200;

/** A task or subtask by the names of TASK_COLUMNS, with its definition and everything seen of it. */
export const readTask: Read = (args, context) => {
  const { db } = context;
  const project = neededText(args, 'project');
  const taskId = neededText(args, 'taskId');
  const known = row<{ id: string; current_tag: string | null }>(
    db,
    'SELECT id, current_tag FROM projects WHERE id = ?',
    project
  );
  const tag = textArg(args, 'tag') ?? (known && currentTag(db, known));
  if (!known || tag === undefined) {
    return null;
  }
  const scope = { project, tag };
  const state = projectState(db, scope);
  const place = state.graph.byId.get(taskId);
  const task =
    place === undefined
      ? taskRows(scope, { ...scope, taskId, includeRemoved: true }, context)[0]
      : taskRow(state, place, context.now());
  if (!task) {
    return null;
  }
  const key: [string, string, string] = [project, tag, taskId];
  const stretches = attributionsOfTask(db, ...key).slice(0, 100);
  const sessions = JSON.stringify([...new Set(stretches.map(({ session }) => session))]);
  return {
    ...task,
    definition: definitionOf(db, key),
    dependencies: place === undefined ? [] : state.graph.items[place]!.dependencies,
    dependants: place === undefined ? [] : dependantsOf(state.graph, place),
    subtasks:
      place === undefined ? [] : state.graph.children[place]!.map((child) => taskRow(state, child, context.now())),
    attempts: rows(
      db,
      `SELECT number, run, started_at AS startedAt, ended_at AS endedAt, status, source, session,
         ifnull(agent, (SELECT s.agent FROM sessions s WHERE s.id = attempts.session)) AS agent, detail FROM attempts
       WHERE project = ? AND tag = ? AND task_id = ? ORDER BY number DESC LIMIT 500`,
      ...key
    ),
    transitions: rows(
      db,
      `SELECT seq, at, from_status AS "from", to_status AS "to", source, run, commit_id AS "commit", author, initial = 1 AS initial
       FROM transitions WHERE project = ? AND tag = ? AND task_id = ? ORDER BY at DESC, seq DESC LIMIT 500`,
      ...key
    ),
    evidenceOf: stretches,
    sessions: sessionList(db, new Where().add(`id ${IN_LIST}`, sessions), { limit: 100, offset: 0 }),
    agents: rows(
      db,
      `SELECT a.session, a.id, a.type, a.started_at AS startedAt, a.ended_at AS endedAt, a.status, a.tool_uses AS toolUses
       FROM attributions x JOIN agents a ON a.session = x.session AND a.started_at >= x.from_at
         AND (x.until_at IS NULL OR a.started_at < x.until_at)
       WHERE x.project = ? AND x.tag = ? AND x.task_id = ? ORDER BY a.started_at DESC LIMIT ${MOST_CALLS}`,
      ...key
    ),
    toolCalls: stretches
      .flatMap(({ session, from, until }) =>
        toolCalls(
          db,
          'session = ? AND ifnull(started_at, ended_at) >= ? AND ifnull(started_at, ended_at) < ?',
          [session, from, until ?? Number.MAX_SAFE_INTEGER],
          MOST_CALLS
        )
      )
      .slice(0, MOST_CALLS),
    usageByModel: usageByModel(db, 'project = ? AND tag = ? AND task_id = ?', ...key),
  };
};

function definitionOf(db: DatabaseSync, key: [string, string, string]): unknown {
  const found = row<{ definition: string }>(
    db,
    'SELECT definition FROM tasks WHERE project = ? AND tag = ? AND task_id = ?',
    ...key
  );
  try {
    return found ? JSON.parse(found.definition) : null;
  } catch {
    return null;
  }
}

function dependantsOf(graph: ReturnType<typeof projectState>['graph'], place: number): string[] {
  return graph.items.filter((_item, other) => graph.dependencies[other]!.includes(place)).map(({ taskId }) => taskId);
}
