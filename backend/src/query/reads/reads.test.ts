import { describe, expect, it } from 'vitest';
import { NOW } from '#contract/golden/sample/clock.ts';
import { BACKEND_SESSION, PROJECT, RUN } from '#contract/golden/sample/project.ts';
import { testContext } from '../testing/journal.ts';
import { sampleJournal } from '../testing/sample-journal.ts';
import { answerQuery } from '../answer.ts';
import { answerRead } from './index.ts';

const context = testContext(sampleJournal(), NOW);
const read = async <T>(name: string, args: Record<string, unknown> = {}) =>
  JSON.parse(JSON.stringify(await answerRead(name, args, context))) as T;

describe('reads', () => {
  it('lists projects and gives one with its status', async () => {
    expect(await read('projects')).toMatchObject([{ id: PROJECT, tasks: 19, finished: 6, running: 2, openRun: RUN }]);
    expect(await read('project', { id: PROJECT })).toMatchObject({ id: PROJECT, status: { total: 19, done: 6 } });
    expect(await read('project', { id: 'nobody' })).toBeNull();
  });

  it('lists runs, the latest first, and pages through them', async () => {
    const all = await read<Array<{ id: string }>>('runs', { project: PROJECT });
    expect(all.map(({ id }) => id)).toEqual([RUN, expect.stringMatching(/\.git$/)]);
    expect(await read('runs', { limit: 1, offset: 1 })).toEqual([all[1]]);
    await expect(read('runs', { limit: 0 })).rejects.toThrow(/'limit' must be an integer from 1 to 5000/);
  });

  it('gives a run with tasks, sessions and usage by model', async () => {
    const run = await read<Record<string, unknown[]>>('run', { id: RUN });
    expect(run).toMatchObject({ id: RUN, state: 'open', usageByModel: [{ model: 'claude-sonnet-4-5' }] });
    expect(run['sessions']).toHaveLength(2);
    expect(run['tasks']).toMatchObject([{ taskId: '14', status: 'review' }, {}, {}, {}]);
    expect(await read('run', { id: 'none' })).toBeNull();
  });

  it('says whom the cost of a run belongs to, and all of it each time', async () => {
    type Share = { costUsd: number; taskId?: string | null; agent?: string; evidence?: string };
    const run = await read<{ costUsd: number; usageByTask: Share[]; usageByAgent: Share[] }>('run', { id: RUN });
    const sum = (shares: Share[]) => shares.reduce((all, { costUsd }) => all + costUsd, 0);
    expect(sum(run.usageByTask)).toBeCloseTo(run.costUsd, 6);
    expect(sum(run.usageByAgent)).toBeCloseTo(run.costUsd, 6);
    expect(run.usageByTask.find(({ taskId }) => taskId === '3.2')).toMatchObject({ evidence: 'status-change' });
    expect(run.usageByAgent.map(({ agent }) => agent)).toContain('backend-agent');
  });

  it('cuts what a run used into steps that sum to the whole', async () => {
    const run = await read<{
      costUsd: number;
      startedAt: number;
      usageOverTime: { stepMs: number; buckets: Array<{ at: number; model: string; costUsd: number; tokens: number }> };
    }>('run', { id: RUN });
    const { stepMs, buckets } = run.usageOverTime;
    expect(buckets.length).toBeGreaterThan(1);
    expect(buckets.length).toBeLessThanOrEqual(61);
    expect(buckets.every(({ at }) => at % stepMs === 0 && at > run.startedAt - stepMs)).toBe(true);
    expect(buckets.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(run.costUsd, 6);
  });

  it('gives a task with attempts, evidence and usage', async () => {
    const task = await read('task', { project: PROJECT, taskId: '3.2' });
    expect(task).toMatchObject({
      taskId: '3.2',
      agent: 'backend-agent',
      definition: { title: 'Write endpoints with validation' },
      dependencies: [{ taskId: '3.1' }],
      dependants: ['3.3'],
      attempts: [
        { number: 2, status: 'running' },
        { number: 1, status: 'error' },
      ],
      usageByModel: [{ costUsd: 0.7212 }],
      evidenceOf: [{ session: BACKEND_SESSION, kind: 'status-change', until: null }, {}],
    });
    expect(await read('task', { project: PROJECT, taskId: '77' })).toBeNull();
    await expect(read('task', { project: PROJECT })).rejects.toThrow("'taskId' is missing.");
  });

  it('gives sessions', async () => {
    expect(await read('sessions', { project: PROJECT })).toHaveLength(2);
    expect(await read('session', { id: BACKEND_SESSION })).toMatchObject({ agent: 'backend-agent', prompts: 9 });
  });

  it('gives the snapshot the follower of the file compares with', async () => {
    const known = await read<Array<{ tag: string; task: { taskId: string; status: string } }>>('snapshot', {
      project: PROJECT,
    });
    expect(known).toHaveLength(25);
    expect(known[0]).toMatchObject({ tag: 'master', task: { taskId: '1', status: 'done', rawStatus: 'done' } });
  });

  it('counts', async () => {
    expect(await read('counts')).toMatchObject({ projects: 1, sessions: { total: 2, active: 2 }, problems: 0 });
  });

  it.each([
    'projects',
    'tags',
    'runs',
    'tasks',
    'sessions',
    'agents',
    'event-types',
    'metrics',
    'labels',
    'services',
    'operations',
  ])('looks up %s', async (what) => {
    for (const choice of await read<unknown[]>(`lookup/${what}`, { project: PROJECT })) {
      expect(choice).toEqual({ value: expect.any(String), label: expect.any(String) });
    }
  });

  it('offers the tasks of a run, and the newest one by that name', async () => {
    const ids = async (args: Record<string, unknown>) =>
      (await read<Array<{ value: string }>>('lookup/tasks', args)).map(({ value }) => value);
    const inRun = await ids({ run: RUN });
    const all = await ids({ project: PROJECT });
    const queries = [{ refId: 'A', queryType: 'tasks', query: { run: RUN } }];
    const [frame] = (await answerQuery({ queries }, context)).results['A']!.frames!;
    const place = frame!.schema.fields.findIndex(({ name }) => name === 'taskId');
    expect(inRun).toEqual(frame!.data.values[place]);
    expect(all.length).toBeGreaterThan(inRun.length);
    expect(await ids({ project: PROJECT, run: 'newest' })).toEqual(inRun);
    await expect(read('lookup/tasks', { run: 'none' })).rejects.toThrow("There is no run 'none'");
  });

  it('offers projects with tasks before those without', async () => {
    const db = sampleJournal();
    db.exec(
      `INSERT INTO projects (id, name, path, added_at, last_at) SELECT 'aaa', 'empty', '/empty', 0, last_at + 1 FROM projects`
    );
    const found = (await answerRead('lookup/projects', {}, testContext(db, NOW))) as Array<{ value: string }>;
    expect(found.map(({ value }) => value)).toEqual([PROJECT, 'aaa']);
  });

  it('says what the metric engine takes', async () => {
    expect(await read('lookup/capabilities')).toEqual([]);
    const promql = { ...context, metrics: Object.assign(Object.create(context.metrics), { rawLanguage: 'promql' }) };
    expect(await answerRead('lookup/capabilities', {}, promql)).toMatchObject([{ value: 'promql' }]);
  });

  it('searches in lookups', async () => {
    expect(await read('lookup/tasks', { project: PROJECT, search: 'endpoints' })).toEqual([
      { value: '3.1', label: '3.1 Read endpoints' },
      { value: '3.2', label: '3.2 Write endpoints with validation' },
    ]);
    expect(await read('lookup/event-types', { project: PROJECT })).toEqual([
      { value: 'turn.ended', label: 'turn.ended' },
    ]);
    await expect(read('lookup/label-values', {})).rejects.toThrow("'label' is missing.");
    await expect(read('lookup/colours')).rejects.toThrow(/There is no lookup/);
  });

  it('names an unknown read', async () => {
    await expect(read('everything')).rejects.toThrow(/There is no read 'everything'/);
  });
});
