import { type QueryContext } from '../context.ts';
import { rows } from '../sql.ts';
import { type ProjectState } from '../state/project-state.ts';
import { type Period, type TimelineRow } from './row.ts';
import { laneOf } from './task-rows.ts';

interface TransitionRow {
  seq: number;
  task_id: string;
  at: number;
  from_status: string | null;
  to_status: string;
  source: string;
  commit_id: string | null;
  author: string | null;
}

/**
 * Transitions that neither begin nor end an attempt, as points: nobody saw when that work began, so no bar is made up for it. Read through
 * the runs of the period: every transition belongs to one.
 */
export function markerRows(
  { db }: QueryContext,
  state: ProjectState,
  period: Period,
  isWanted: (taskId: string) => boolean
): TimelineRow[] {
  const { project, tag } = state.scope;
  const runs = period.run
    ? [{ id: period.run }]
    : rows<{ id: string }>(
        db,
        'SELECT id FROM runs WHERE project = ? AND started_at <= ? AND (ended_at IS NULL OR max(ended_at, last_at) >= ?)',
        project,
        period.to,
        period.from
      );
  const found: TimelineRow[] = [];
  for (const { id } of runs) {
    const transitions = rows<TransitionRow>(
      db,
      `SELECT seq, task_id, at, from_status, to_status, source, commit_id, author FROM transitions t
       WHERE run = ? AND at >= ? AND at <= ? AND +project = ? AND +tag = ? AND initial = 0 AND NOT EXISTS (
         SELECT 1 FROM attempts a WHERE a.project = t.project AND a.tag = t.tag AND a.task_id = t.task_id
           AND (a.started_at = t.at OR a.ended_at = t.at))
       ORDER BY at`,
      id,
      period.from,
      period.to,
      project,
      tag
    );
    for (const one of transitions) {
      if (isWanted(one.task_id)) {
        found.push(markerRow(state, one));
      }
    }
  }
  return found;
}

function markerRow(state: ProjectState, transition: TransitionRow): TimelineRow {
  const { seq, task_id: taskId, at, from_status: from, to_status: to, source, commit_id: commit, author } = transition;
  return {
    id: `transition/${seq}`,
    lane: laneOf(state, taskId),
    kind: 'marker',
    name: from === null ? to : `${from} → ${to}`,
    start: at,
    end: at,
    status: to,
    taskId,
    attributes: {
      ...(from === null ? {} : { from }),
      to,
      source,
      ...(commit === null ? {} : { commit }),
      ...(author === null ? {} : { author }),
    },
  };
}
