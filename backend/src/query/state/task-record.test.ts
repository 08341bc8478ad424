import { describe, expect, it } from 'vitest';
import { insert, memoryJournal } from '../testing/journal.ts';
import { loadTasks } from './task-record.ts';

const PLACE = { project: 'p', tag: 'master' };

/** A task as the journal has it; other columns do not matter here. */
const task = (taskId: string, more: Record<string, unknown> = {}) => ({
  ...PLACE,
  task_id: taskId,
  position: Number(taskId),
  title: `Task ${taskId}`,
  status: 'done',
  raw_status: 'done',
  first_seen_at: 0,
  changed_at: 0,
  definition: '{}',
  ...more,
});

describe('records of tasks', () => {
  it('know who worked on a task last: whoever told the attempt, else the agent of its session', () => {
    const db = memoryJournal();
    insert(db, 'sessions', { id: 's1', agent: 'claude-code', started_at: 1, last_at: 9 });
    insert(db, 'sessions', { id: 's2', agent: 'reviewer', started_at: 1, last_at: 9 });
    const attempt = { ...PLACE, started_at: 1, ended_at: 2, status: 'ok', source: 'status' };
    insert(db, 'tasks', task('1'));
    insert(db, 'attempts', { ...attempt, task_id: '1', number: 1, session: 's1' });
    insert(db, 'attempts', { ...attempt, task_id: '1', number: 2, session: 's2' });
    insert(db, 'tasks', task('2', { last_agent: 'ci' }));
    insert(db, 'attempts', { ...attempt, task_id: '2', number: 1, session: 's1', agent: 'ci' });
    insert(db, 'tasks', task('3'));
    insert(db, 'attempts', { ...attempt, task_id: '3', number: 1 });
    expect(loadTasks(db, PLACE, false).map(({ lastAgent }) => lastAgent)).toEqual(['reviewer', 'ci', null]);
  });
});
