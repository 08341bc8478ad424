import { type DataQueryRequest, type DataQueryResponse, dateTime, LoadingState, toDataFrame } from '@grafana/data';
import { lastValueFrom, of, Subject, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { templatesOf } from '../testing/templates.ts';
import { type TaskmasterQuery } from '../types.ts';
import { runQueries, type Surroundings } from './run-queries.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Request = DataQueryRequest<TaskmasterQuery>;

const raw = { from: 'now-1h', to: 'now' };
const request = (targets: TaskmasterQuery[], more: Partial<Request> = {}): Request =>
  ({
    requestId: 'Q1',
    targets,
    scopedVars: {},
    timezone: 'utc',
    range: { from: dateTime(0), to: dateTime(1), raw },
    ...more,
  }) as Request;

/** A service that answers each target with a frame named after it, and a channel that can be rung. */
function service() {
  const asked: Request[] = [];
  const bells = new Map<string, Subject<void>>();
  const ask = (one: Request) => {
    asked.push(one);
    const data = one.targets.map(({ refId }) =>
      toDataFrame({ refId, fields: [{ name: 'n', values: [asked.length] }] })
    );
    return of<DataQueryResponse>({ data });
  };
  const surroundings: Surroundings = {
    source: { uid: 'u', name: 'n' },
    templates: templatesOf({ project: 'shop' }),
    signals: (path) => {
      bells.set(path, bells.get(path) ?? new Subject());
      return bells.get(path)!;
    },
  };
  return { asked, bells, run: (one: Request) => runQueries(one, ask, surroundings) };
}

describe('questions of a panel', () => {
  it('are asked in one request, hidden and unfinished ones apart', async () => {
    const { asked, run } = service();
    const targets = [
      { refId: 'A', queryType: 'tasks' },
      { refId: 'B', queryType: 'tasks', hide: true },
      { refId: 'C', queryType: 'metric', query: {} },
      { refId: 'D' },
    ];
    const [answer] = await lastValueFrom(run(request(targets)).pipe(toArray()));
    expect(asked.map((one) => one.targets.map(({ refId }) => refId))).toEqual([['A']]);
    expect(answer?.data).toHaveLength(1);
    expect(answer?.error).toBeUndefined();
  });

  it('that cannot be asked say why, and the others are answered', async () => {
    const { run } = service();
    const targets = [
      { refId: 'A', queryType: 'tasks', query: { project: '$gone' } },
      { refId: 'B', queryType: 'colours' },
      { refId: 'C', queryType: 'status' },
    ];
    const answer = await lastValueFrom(run(request(targets)));
    expect(answer.errors).toEqual([
      { refId: 'A', message: expect.stringContaining('$gone, which is not there') },
      { refId: 'B', message: '"colours" is no type of query. Choose one in the query\'s editor.' },
    ]);
    expect(answer.data).toHaveLength(1);
    expect(answer.state).toBe(LoadingState.Error);
  });

  it('say so where none can be asked', async () => {
    const { asked, run } = service();
    const answer = await lastValueFrom(run(request([{ refId: 'A', queryType: 'runs', query: { project: '$gone' } }])));
    expect(answer.errors).toHaveLength(1);
    expect(asked).toHaveLength(0);
  });

  it('that are live are asked again when their channel rings, with a range that ends then', () => {
    const { asked, bells, run } = service();
    const targets: TaskmasterQuery[] = [
      { refId: 'A', queryType: 'tasks', live: true, query: { project: '$project' } },
      { refId: 'B', queryType: 'metric', live: true, query: { metric: 'm' } },
    ];
    const seen: DataQueryResponse[] = [];
    const subscription = run(request(targets)).subscribe((one) => seen.push(one));
    expect([...bells.keys()]).toEqual(['project/shop']);
    expect(seen.map(({ key, state }) => [key, state])).toEqual([
      ['Q1-once', undefined],
      ['Q1-live', LoadingState.Streaming],
    ]);
    vi.advanceTimersByTime(60_000);
    bells.get('project/shop')!.next();
    vi.advanceTimersByTime(0);
    expect(asked).toHaveLength(3);
    expect(asked[2]?.targets.map(({ refId }) => refId)).toEqual(['A']);
    expect(asked[2]?.requestId).not.toBe(asked[0]?.requestId);
    expect(asked[2]?.range.to.valueOf()).toBe(Date.now());
    expect(seen.at(-1)).toMatchObject({ key: 'Q1-live', data: [{ refId: 'A' }] });
    subscription.unsubscribe();
    expect(bells.get('project/shop')!.observed).toBe(false);
  });

  it('follow whatever they are in Explore’s live mode: what no channel tells is asked every two seconds', () => {
    const { asked, bells, run } = service();
    const subscription = run(request([{ refId: 'A', queryType: 'logs' }], { liveStreaming: true })).subscribe();
    expect(bells.size).toBe(0);
    vi.advanceTimersByTime(2001);
    expect(asked).toHaveLength(2);
    subscription.unsubscribe();
    vi.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(2);
  });
});
