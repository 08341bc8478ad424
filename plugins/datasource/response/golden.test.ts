import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { type DataFrame, FieldType } from '@grafana/data';
import type * as Runtime from '@grafana/runtime';
import { describe, expect, it } from 'vitest';
import { type QueryAnswer } from '../../../contract/frames.ts';
import { isQueryType } from '../query/query-types.ts';
import { finishFrames } from './finish-frames.ts';

/** Grafana's own reader of answers; the package as a whole needs a browser. */
const { toDataQueryResponse } = createRequire(import.meta.url)(
  '../../../node_modules/@grafana/runtime/dist/cjs/utils/queryResponse.cjs'
) as Pick<typeof Runtime, 'toDataQueryResponse'>;

const GOLDEN = resolve(import.meta.dirname, '../../../contract/golden');
const files = readdirSync(GOLDEN).filter((file) => file.endsWith('.json'));
const source = { uid: 'taskmaster', name: 'Task-Master' };

/** The recorded answer as Grafana's browser side reads it. */
function read(file: string) {
  const answer = JSON.parse(readFileSync(resolve(GOLDEN, file), 'utf8')) as QueryAnswer;
  const response = toDataQueryResponse({ data: answer } as Parameters<typeof toDataQueryResponse>[0]);
  return { answer, response, refIds: Object.keys(answer.results) };
}

/** The answer of one query type with everything this datasource adds. */
function finished(file: string, query: Record<string, unknown> = {}) {
  const { response, refIds } = read(file);
  const name = file
    .replace('.json', '')
    .replace(/-.*/, '')
    .replace(/^trace$/, 'traces');
  const queryType = isQueryType(name) ? name : 'status';
  const targets = refIds.map((refId) => ({ refId, queryType, query }));
  return finishFrames(response, targets, source).data as DataFrame[];
}

const column = (frame: DataFrame | undefined, name: string) => frame?.fields.find((field) => field.name === name);
const links = (frame: DataFrame | undefined, name: string) => column(frame, name)?.config.links ?? [];

describe('recorded answers', () => {
  it.each(files)('%s is read whole: every frame, column and row, and every error', (file) => {
    const { answer, response, refIds } = read(file);
    const frames = refIds.flatMap((refId) => (answer.results[refId]!.frames ?? []).map((frame) => ({ refId, frame })));
    expect(response.data).toHaveLength(frames.length);
    for (const [place, { refId, frame }] of frames.entries()) {
      const decoded = response.data[place] as DataFrame;
      expect(decoded.refId).toBe(refId);
      expect(decoded.fields.map(({ name, type }) => ({ name, type }))).toEqual(
        frame.schema.fields.map(({ name, type }) => ({ name, type }))
      );
      expect(decoded.length).toBe(frame.data.values[0]?.length ?? 0);
      for (const [at, field] of decoded.fields.entries()) {
        if (field.type === FieldType.time || field.type === FieldType.string) {
          expect(Array.from(field.values)).toEqual(frame.data.values[at]);
        }
      }
    }
    const failed = refIds.filter((refId) => answer.results[refId]!.error);
    expect((response.errors ?? []).map(({ refId }) => refId)).toEqual(failed);
    for (const refId of failed) {
      const said = response.errors?.find((error) => error.refId === refId);
      expect(said?.message).toBe(answer.results[refId]!.error);
    }
  });

  it('keep their error and their other frames when they are finished', () => {
    const { response } = read('mixed.json');
    const done = finishFrames(response, [], source);
    expect(done.data).toHaveLength(response.data.length);
    expect(done.errors).toEqual(response.errors);
  });

  it('say of an empty log what the target brings for that, and nothing where there are lines', () => {
    const { response } = read('logs.json');
    const [full] = response.data as DataFrame[];
    const empty = { ...full!, length: 0, fields: full!.fields.map((field) => ({ ...field, values: [] })) };
    const target = { refId: full!.refId!, queryType: 'logs', query: {}, whenEmpty: 'Connect the source.' };
    const told = (frame: DataFrame) => finishFrames({ data: [frame] }, [target], source).data[0] as DataFrame;
    expect(told(empty).length).toBe(1);
    expect(column(told(empty), 'body')?.values).toEqual(['Connect the source.']);
    expect(column(told(empty), 'timestamp')?.values[0]).toBeGreaterThan(0);
    expect(column(told(full!), 'body')?.values).toEqual(column(full, 'body')?.values);
    const plain = { ...target, whenEmpty: undefined };
    expect((finishFrames({ data: [empty] }, [plain], source).data[0] as DataFrame).length).toBe(0);
  });

  it('lead from projects, runs and tasks to the app’s pages', () => {
    const [projects] = finished('projects.json');
    expect(links(projects, 'id')[0]?.url).toBe(
      '/a/taskmaster-observability-app/projects/${__value.raw:percentencode}?ds=taskmaster'
    );
    expect(links(projects, 'openRun')[0]?.url).toContain('/projects/${__data.fields["id"]:percentencode}/runs/');
    const [runs] = finished('runs.json');
    expect(links(runs, 'id')[0]?.url).toBe(
      '/a/taskmaster-observability-app/projects/${__data.fields["project"]:percentencode}/runs/${__value.raw:percentencode}?ds=taskmaster'
    );
    const [tasks] = finished('tasks.json');
    expect(links(tasks, 'taskId').map(({ title }) => title)).toEqual(['Open the task', 'Open the task in its run']);
    expect(links(tasks, 'title')).toEqual([]);
  });

  it('lead from nodes and bars to their task where the query names a project', () => {
    const [nodes, edges] = finished('dependencyGraph.json', { project: 'a b' });
    expect(links(nodes, 'id')[0]?.url).toBe(
      '/a/taskmaster-observability-app/projects/a%20b?task=${__data.fields["detail__taskId"]:percentencode}&ds=taskmaster'
    );
    expect(links(edges, 'id')).toEqual([]);
    expect(links(finished('dependencyGraph.json')[0], 'id')).toEqual([]);
    const [timeline] = finished('timeline.json', { project: 'p', run: 'r' });
    expect(links(timeline, 'taskId')[0]?.url).toContain('/projects/p/runs/r?task=${__value.raw:percentencode}');
  });

  it('lead from logs to traces and from traces to logs, in Explore', () => {
    const [logs] = finished('logs.json');
    expect(links(logs, 'traceId')[0]?.internal).toEqual({
      datasourceUid: 'taskmaster',
      datasourceName: 'Task-Master',
      query: { refId: 'A', queryType: 'traces', query: { traceId: '${__value.raw}' } },
    });
    const [trace] = finished('trace.json');
    expect(links(trace, 'traceID').map(({ title }) => title)).toEqual(['Logs of this trace']);
    const [traces] = finished('traces.json');
    expect(links(traces, 'traceID').map(({ title }) => title)).toEqual(['Trace', 'Logs of this trace']);
    expect(links(traces, 'session')).toHaveLength(2);
  });

  it.each([
    ['logs.json', 'logs'],
    ['trace.json', 'trace'],
    ['traces.json', 'table'],
    ['tasks.json', 'table'],
    ['dependencyGraph.json', 'nodeGraph'],
    ['metric.json', 'graph'],
  ])('%s is drawn by Explore as %s', (file, how) => {
    expect(finished(file)[0]?.meta?.preferredVisualisationType).toBe(how);
  });

  it('name their series by the values of their labels', () => {
    const names = finished('metric.json').map((frame) => column(frame, 'value')?.config.displayNameFromDS);
    expect(names).toEqual(['input', 'output', 'cacheRead']);
  });

  it('are not changed where they are decoded: what is added is added to a copy', () => {
    const { response, refIds } = read('tasks.json');
    const before = JSON.stringify(response.data);
    finishFrames(
      response,
      refIds.map((refId) => ({ refId, queryType: 'tasks' })),
      source
    );
    expect(JSON.stringify(response.data)).toBe(before);
  });
});
