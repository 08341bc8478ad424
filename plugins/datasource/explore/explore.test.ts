import {
  type DataQueryRequest,
  type LogRowModel,
  LogRowContextQueryDirection,
  SupplementaryQueryType,
} from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { type TaskmasterQuery } from '../types.ts';
import { importQuery } from './import-queries.ts';
import { contextRequest } from './log-context.ts';
import { volumeRequest } from './logs-volume.ts';
import { modifyQuery } from './modify-query.ts';

const logs = (query: Record<string, unknown> = {}): TaskmasterQuery => ({ refId: 'A', queryType: 'logs', query });

describe('Explore', () => {
  it('asks for the histogram of lines, and of nothing else', () => {
    const request = (targets: TaskmasterQuery[]) => ({ targets }) as DataQueryRequest<TaskmasterQuery>;
    const asked = volumeRequest(
      SupplementaryQueryType.LogsVolume,
      request([logs({ severity: 'warn', limit: 5, order: 'asc' }), { refId: 'B', queryType: 'tasks' }])
    );
    expect(asked?.targets).toEqual([
      { refId: 'log-volume-A', queryType: 'logs', query: { severity: 'warn', format: 'histogram' } },
    ]);
    expect(volumeRequest(SupplementaryQueryType.LogsVolume, request([logs({ format: 'histogram' })]))).toBeUndefined();
    expect(volumeRequest(SupplementaryQueryType.LogsSample, request([logs()]))).toBeUndefined();
  });

  it('asks for the lines around a line: of its session, else of its service', () => {
    const row = (session: string | null): LogRowModel =>
      ({
        timeEpochMs: 10_000_000,
        rowIndex: 0,
        uid: 'x',
        labels: { 'service.name': 'agent' },
        dataFrame: { fields: [{ name: 'session', values: [session] }] },
      }) as unknown as LogRowModel;
    const after = contextRequest(row('s1'), { direction: LogRowContextQueryDirection.Forward, limit: 7 });
    expect(after.targets[0]?.query).toEqual({ session: 's1', order: 'asc', limit: 7 });
    expect(after.range.from.valueOf()).toBe(10_000_001);
    const before = contextRequest(row(null), { direction: LogRowContextQueryDirection.Backward });
    expect(before.targets[0]?.query).toEqual({ service: 'agent', order: 'desc', limit: 50 });
    expect(before.range.to.valueOf()).toBe(10_000_000);
  });

  it('adds what is clicked on in log details', () => {
    const add = (target: TaskmasterQuery, type: 'ADD_FILTER' | 'ADD_FILTER_OUT', key: string, value: string) =>
      modifyQuery(target, { type, options: { key, value } });
    expect(add(logs(), 'ADD_FILTER', 'service.name', 'agent').query).toEqual({ service: 'agent' });
    const out = add(logs(), 'ADD_FILTER_OUT', 'tool', 'Bash');
    expect(out.query).toEqual({ filters: [{ label: 'tool', op: '!=', value: 'Bash' }] });
    expect(add(out, 'ADD_FILTER', 'tool', 'Bash').query).toEqual({
      filters: [{ label: 'tool', op: '=', value: 'Bash' }],
    });
    expect(modifyQuery(logs(), { type: 'OTHER' })).toEqual(logs());
  });

  it('takes over what other data sources asked, as far as it can', () => {
    const from = (query: object) => importQuery({ refId: 'A', ...query });
    expect(from({ expr: 'up{job="x", mode!~"a|b"}' })?.query).toEqual({
      metric: 'up',
      filters: [
        { label: 'job', op: '=', value: 'x' },
        { label: 'mode', op: '!~', value: 'a|b' },
      ],
    });
    expect(from({ expr: 'rate(up[5m])' })?.query).toEqual({ raw: 'rate(up[5m])' });
    expect(from({ query: 'ABCDEF0123456789abcdef0123456789' })).toEqual({
      refId: 'A',
      queryType: 'traces',
      query: { traceId: 'abcdef0123456789abcdef0123456789' },
    });
    expect(from({ query: 'select 1' })).toBeUndefined();
    expect(from({ expr: '{app="x"} |= "y"', queryType: 'range' })).toBeUndefined();
  });
});
