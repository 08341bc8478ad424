import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { added, began, MINUTE, moved, openForTest, type Opened, PROJECT, START } from './testing/open.ts';

let j: Opened;
beforeEach(() => {
  j = openForTest();
});
afterEach(() => j.remove());
const task = (id: string) => j.rows('SELECT * FROM tasks WHERE task_id = ?', id)[0];

describe('tasks', () => {
  it('have attempts, durations and a finish from what was seen', () => {
    j.add(added('1', 'pending'));
    j.add(moved('1', 'in-progress', 1), moved('1', 'done', 4), moved('1', 'in-progress', 10), moved('1', 'done', 12));
    expect(task('1')).toMatchObject({
      status: 'done',
      attempts: 2,
      busy_ms: 5 * MINUTE,
      started_at: START + MINUTE,
      finished_at: START + 12 * MINUTE,
      last_activity_at: START + 12 * MINUTE,
    });
    expect(j.rows('SELECT number, status, source FROM attempts ORDER BY id')).toEqual([
      { number: 1, status: 'ok', source: 'status' },
      { number: 2, status: 'ok', source: 'status' },
    ]);
  });

  it('know no duration where nobody saw the beginning', () => {
    j.add(added('1', 'in-progress'), moved('1', 'done', 4));
    expect(task('1')).toMatchObject({ attempts: 1, busy_ms: null, started_at: null, finished_at: START + 4 * MINUTE });
    j.add(moved('1', 'in-progress', 5));
    expect(task('1')).toMatchObject({ attempts: 2 });
    expect(j.rows('SELECT number, source FROM attempts')).toEqual([{ number: 2, source: 'status' }]);
  });

  const run = 'demo.run';
  const executed = (type: string, minutes: number, data: Record<string, unknown> = {}) => ({
    ...moved('1', '', minutes, { source: 'api', run }),
    type,
    data,
  });
  const begun = { ...executed('run.started', 0, { source: 'execute' }), taskId: undefined };
  const told = [executed('attempt.started', 1, { number: 1 }), executed('attempt.ended', 2, { status: 'ok' })];

  it('have the attempts an executor tells of and no others, whenever its own writes are seen', () => {
    j.add(added('1', 'pending'), added('1.1', 'pending'), begun, moved('1.1', 'in-progress', 1));
    j.add(...told, moved('1', 'in-progress', 2), moved('1', 'done', 2));
    // 1 has a subtask, so nobody executes it: what is seen of it counts.
    expect(j.rows('SELECT task_id, source FROM attempts ORDER BY id')).toEqual([
      { task_id: '1', source: 'api' },
      { task_id: '1', source: 'status' },
    ]);
    j.add({ ...moved('2', 'in-progress', 3), tag: 'another' });
    expect(j.rows("SELECT tag FROM attempts WHERE task_id = '2'")).toEqual([{ tag: 'another' }]);
  });

  it('have attempts that were told of before they were known, and the one that was under way then once', () => {
    j.add(begun, ...told, added('1', 'done', 3));
    expect(task('1')).toMatchObject({ attempts: 1, busy_ms: MINUTE, started_at: START + MINUTE });
    j.add(added('2', 'in-progress'), { ...executed('attempt.started', 1, { number: 1 }), taskId: '2' });
    expect(task('2')).toMatchObject({ attempts: 1 });
  });

  it('learn from commits when they were finished, before or after they are first seen', () => {
    const commit = (id: string, minutes: number) =>
      moved(id, 'done', minutes, { source: 'git', data: { to: 'done', commit: 'c' } });
    j.add(commit('1', -600));
    j.add(added('1', 'done'), added('2', 'done'), added('3', 'pending'));
    j.add(commit('2', -900), commit('2', -300), commit('3', -100));
    expect(task('1')?.finished_at).toBe(START - 600 * MINUTE);
    expect(task('2')?.finished_at).toBe(START - 300 * MINUTE);
    expect(task('3')).toMatchObject({ status: 'pending', finished_at: null });
  });

  it('keep what the file says of them, and come back when it does', () => {
    j.add(added('1', 'pending'), { ...added('1', 'done', 1), type: 'task.removed', data: {} });
    expect(task('1')?.removed_at).toBe(START + MINUTE);
    j.add({
      ...added('1', 'review', 2),
      data: {
        task: {
          taskId: '1',
          title: 'New',
          position: 4,
          status: 'review',
          rawStatus: 'in review',
          dependencies: [{ raw: '2', taskId: '2', resolved: true }],
        },
      },
    });
    expect(task('1')).toMatchObject({
      removed_at: null,
      title: 'New',
      status: 'review',
      raw_status: 'in review',
      position: 4,
    });
    expect(j.rows('SELECT depends_on FROM dependencies')).toEqual([{ depends_on: '2' }]);
  });

  it('are the newest state, not the last message', () => {
    j.add(added('1', 'pending'), moved('1', 'done', 5), moved('1', 'in-progress', 3));
    expect(task('1')?.status).toBe('done');
  });

  it('follow an executor: numbered attempts that end when it says so', () => {
    const at = START + MINUTE;
    const base = { at, project: PROJECT, tag: 'master', taskId: '1', source: 'execute' as const };
    j.add(
      added('1', 'pending'),
      { ...base, type: 'attempt.started', data: { executor: 'execute' } },
      moved('1', 'in-progress', 1),
      moved('1', 'done', 2)
    );
    expect(j.rows('SELECT number, ended_at, source FROM attempts')).toEqual([
      { number: 1, ended_at: null, source: 'execute' },
    ]);
    j.add({ ...base, at: at + 90_000, type: 'attempt.ended', data: { status: 'error', exitCode: 2 } });
    expect(j.rows('SELECT status, detail FROM attempts')).toEqual([{ status: 'error', detail: '{"exitCode":2}' }]);
    expect(j.rows('SELECT failed, source FROM runs')).toEqual([{ failed: 1, source: 'execute' }]);
  });

  it('take an agent’s attempt as over when its session is', () => {
    const evidence = { ...began('s', 1), type: 'evidence.seen', data: { kind: 'resource', taskId: '1' } };
    j.add(added('1', 'pending'), evidence, { ...began('s', 6), type: 'session.ended', data: {} });
    expect(j.rows('SELECT ended_at - started_at AS ms, status FROM attempts')).toEqual([
      { ms: 5 * MINUTE, status: 'ok' },
    ]);
  });

  it('have a short agent’s attempt whole, though telemetry tells of it after its end', () => {
    const evidence = { ...began('s', 1), type: 'evidence.seen', data: { kind: 'resource', taskId: '1' } };
    j.add(added('1', 'pending'), began('s', 1), { ...began('s', 3), type: 'session.ended', data: {} });
    j.add(evidence, { ...evidence, at: evidence.at + 1000 });
    expect(j.rows('SELECT ended_at - started_at AS ms, status FROM attempts')).toEqual([
      { ms: 2 * MINUTE, status: 'ok' },
    ]);
  });
});

describe('append', () => {
  it('names field and expectation for what it cannot take, and takes the rest', () => {
    const result = j.add(
      moved('1', 'done', 0),
      { ...moved('2', 'done', 0), data: {} },
      { ...moved('3', 'done', 0), project: undefined }
    );
    expect(result).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(result.rejected).toEqual([
      { index: 1, message: 'data.to: the new status was expected' },
      { index: 2, message: expect.stringContaining('project') as string },
    ]);
  });

  it('acknowledges a known id and writes nothing, not even what would follow from it', () => {
    j.add(moved('1', 'done', 0, { id: 'x' }));
    const again = j.add(moved('1', 'done', 500, { id: 'x' }));
    expect(again).toMatchObject({ accepted: 0, duplicates: 1, events: [] });
    expect(j.rows('SELECT count(*) AS n FROM runs')).toEqual([{ n: 1 }]);
  });

  it('keeps what is known of a project where who names it again does not say it', () => {
    const project = { type: 'project.added', at: START, project: PROJECT } as const;
    const files = { tasksFile: 'tasks/tasks.json', currentTag: 'beta' };
    j.add({ ...project, source: 'file', data: { name: 'demo', path: '/demo', ...files } });
    j.add({ ...project, source: 'api', data: { name: 'demo', path: '/demo' } });
    const known = () => j.rows('SELECT tasks_file, current_tag FROM projects');
    expect(known()).toEqual([{ tasks_file: 'tasks/tasks.json', current_tag: 'beta' }]);
    j.add({ ...project, source: 'file', data: { name: 'demo', path: '/demo' } });
    expect(known()).toEqual([{ tasks_file: null, current_tag: null }]);
  });

  it('keeps types it does not know', () => {
    j.add({ type: 'deploy.finished', at: START, project: PROJECT, source: 'api', data: { to: 'staging' } });
    expect(j.journal.eventsSince(0, 10)).toMatchObject([{ type: 'deploy.finished', data: { to: 'staging' } }]);
  });
});
