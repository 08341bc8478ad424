import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DataFrame, FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import {
  EVENT_COLUMNS,
  PROJECT_COLUMNS,
  RUN_COLUMNS,
  TASK_COLUMNS,
  TIMELINE_COLUMNS,
  TRACE_LIST_COLUMNS,
} from '../../../contract/columns.ts';
import { addLinks } from './add-links.ts';

const COLUMNS: Record<string, ReadonlyArray<{ name: string }>> = {
  projects: PROJECT_COLUMNS,
  runs: RUN_COLUMNS,
  tasks: TASK_COLUMNS,
  events: EVENT_COLUMNS,
  timeline: TIMELINE_COLUMNS,
  traces: TRACE_LIST_COLUMNS,
};
const source = { uid: 'taskmaster', name: 'Task-Master' };

function linked(queryType: string, query: Record<string, unknown>, more = {}) {
  const fields = COLUMNS[queryType]!.map(({ name }) => ({ name, type: FieldType.string, config: {}, values: [] }));
  const frame: DataFrame = { fields, length: 0 };
  return addLinks(frame, { refId: 'A', queryType, query }, { ...source, ...more }).fields;
}
const linksOf = (fields: DataFrame['fields'], name: string) =>
  fields.find((field) => field.name === name)?.config.links ?? [];

describe('links of ids', () => {
  it('lead from an exemplar to its trace', () => {
    const field = { name: 'trace_id', type: FieldType.string, config: {}, values: [] };
    const frame: DataFrame = { name: 'exemplar', fields: [field], length: 0 };
    const { fields } = addLinks(frame, { refId: 'A', queryType: 'metric', query: {} }, source);
    expect(linksOf(fields, 'trace_id')[0]?.internal).toEqual({
      datasourceUid: 'taskmaster',
      datasourceName: 'Task-Master',
      query: { refId: 'A', queryType: 'traces', query: { traceId: '${__value.raw}' } },
    });
  });

  it('lead to the project that was asked for, whatever the column holds', () => {
    expect(linksOf(linked('traces', { project: 'a b' }), 'taskId').map(({ url }) => url)).toEqual([
      '/a/taskmaster-observability-app/projects/a%20b?task=${__value.raw:percentencode}&ds=taskmaster',
    ]);
    expect(linksOf(linked('traces', { project: '' }), 'taskId')[0]?.url).toContain('__data.fields["project"]');
  });

  it('leave Explore out where there is none', () => {
    const own = linked('traces', { project: 'a' }, { withoutExplore: true });
    expect([linksOf(own, 'traceID'), linksOf(own, 'session')]).toEqual([[], []]);
    expect(linksOf(own, 'taskId')).toHaveLength(1);
    expect(linksOf(linked('traces', { project: 'a' }), 'session')).toHaveLength(2);
  });
});

interface Panel {
  type: string;
  title: string;
  targets: Array<{ queryType: string; query: Record<string, unknown> }>;
  transformations: Array<{ id: string; options: { excludeByName: Record<string, boolean> } }>;
}
const folder = resolve(import.meta.dirname, '../../../provisioning/dashboards');
const tables = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => (JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as { panels: Panel[] }).panels)
  .filter(({ type, targets }) => type === 'table' && targets.every(({ queryType }) => queryType in COLUMNS));

it.each(tables.map((panel) => [panel.title, panel] as const))(
  'links of the table "%s" name only columns that the table keeps',
  (_, { targets, transformations }) => {
    const out = transformations.find(({ id }) => id === 'organize')?.options.excludeByName ?? {};
    const named = targets.flatMap(({ queryType, query }) =>
      linked(queryType, query)
        .filter(({ name }) => !out[name])
        .flatMap(({ config }) => (config.links ?? []).flatMap(({ url }) => [...url.matchAll(/fields\["(\w+)"\]/g)]))
        .map(([, name]) => name as string)
    );
    expect(named.filter((name) => out[name])).toEqual([]);
  }
);
