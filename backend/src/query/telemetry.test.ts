import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAnswer } from '#contract/check-frame.ts';
import { type Frame } from '#contract/frames.ts';
import { at, NOW } from '#contract/golden/sample/clock.ts';
import { BACKEND_SESSION, PAGES_SESSION, PROJECT, RUN } from '#contract/golden/sample/project.ts';
import { openTelemetryReader, openTelemetryWriter, type TelemetryReader } from '../telemetry/embedded/index.ts';
import { type LogRecord, type MetricPoint, type SpanRecord } from '../telemetry/types.ts';
import { answerQuery } from './answer.ts';
import { type QueryContext } from './context.ts';
import { testContext } from './testing/journal.ts';
import { sampleJournal } from './testing/sample-journal.ts';

/** Attribution is joined to what the real engines hold: records name a session, the journal knows what it worked on. */

const DAY_MS = 86_400_000;
const dataDir = mkdtempSync(join(tmpdir(), 'query-telemetry-'));
let reader: TelemetryReader;
let context: QueryContext;

const points: MetricPoint[] = [
  ...[205, 206, 207].map((minute) => tokens(BACKEND_SESSION, minute, 100)),
  ...[132, 226].map((minute) => tokens(PAGES_SESSION, minute, 10)),
  { ...tokens(undefined, 206, 1000), origin: { project: PROJECT } },
  { ...tokens(undefined, 206, 5000), origin: { project: 'another-1' } },
];

function tokens(session: string | undefined, minute: number, value: number): MetricPoint {
  return {
    name: 'claude_code.token.usage',
    labels: { type: 'input', ...(session ? { 'session.id': session } : {}) },
    kind: 'counter',
    temporality: 'delta',
    unit: 'tokens',
    startAt: at(minute - 1),
    at: at(minute),
    value,
    origin: session ? { session } : {},
  };
}

function log(session: string | undefined, minute: number, body: string, more: Partial<LogRecord> = {}): LogRecord {
  return {
    at: at(minute),
    observedAt: at(minute),
    severity: 'info',
    body,
    category: 'command',
    attributes: { tool_name: 'Bash', count: 3, nested: { a: 1 } },
    resource: { 'service.name': 'claude-code' },
    origin: session ? { session } : {},
    ...more,
  };
}

const logs = [
  log(BACKEND_SESSION, 90, 'read endpoints written', {
    attributes: JSON.parse('{"__proto__":"p","constructor":"c"}') as LogRecord['attributes'],
  }),
  log(BACKEND_SESSION, 206, 'write endpoints begun'),
  log(BACKEND_SESSION, 207, 'tests failed', { severity: 'error', category: 'error', eventName: 'tool_result' }),
  log(PAGES_SESSION, 226, 'link accepted once'),
  log(undefined, 210, 'built by CI', { origin: { project: PROJECT } }),
  log(undefined, 211, 'someone else', { origin: { project: 'another-1' } }),
];

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const spans: SpanRecord[] = [
  span('b7ad6b7169203331', 'claude_code.interaction', 206, 5000),
  {
    ...span('00f067aa0ba902b7', 'claude_code.tool', 206, 1200),
    parentSpanId: 'ffffffffffffffff',
    status: 'error',
    statusMessage: 'exit 1',
    events: [{ at: at(206), name: 'retry', attributes: { attempt: 2 } }],
    links: [{ traceId: TRACE, spanId: 'b7ad6b7169203331', attributes: {} }],
  },
];

function span(spanId: string, name: string, minute: number, durationMs: number): SpanRecord {
  return {
    traceId: TRACE,
    spanId,
    name,
    kind: 'internal',
    startAt: at(minute) + 0.25,
    durationMs,
    status: 'unset',
    attributes: { tool_name: 'Bash' },
    resource: { 'service.name': 'claude-code' },
    events: [],
    links: [],
    origin: { session: BACKEND_SESSION },
  };
}

beforeAll(() => {
  const week = 7 * DAY_MS;
  const retention = {
    metricsMs: week,
    metrics5mMs: week,
    metrics1hMs: week,
    tracesMs: week,
    logsMs: week,
    logErrorsMs: week,
  };
  const writer = openTelemetryWriter({ dataDir, retention, now: () => NOW });
  writer.begin();
  writer.write({ metrics: points, spans, logs });
  writer.commit();
  while (writer.maintain(100)) {
    // until all is sorted in
  }
  writer.close();
  reader = openTelemetryReader({ dataDir });
  context = testContext(sampleJournal(), NOW, reader);
});

afterAll(() => {
  reader.close();
  rmSync(dataDir, { recursive: true });
});

async function ask(queryType: string, query: Record<string, unknown>, hours = 4): Promise<Frame[]> {
  const timeRange = { from: NOW - hours * 3_600_000, to: NOW };
  const answer = await answerQuery({ queries: [{ refId: 'A', queryType, query, timeRange }] }, context);
  expect(checkAnswer(JSON.parse(JSON.stringify(answer)))).toEqual([]);
  expect(answer.results['A']!.error).toBeUndefined();
  return answer.results['A']!.frames!;
}

const column = (frame: Frame, name: string) =>
  frame.data.values[frame.schema.fields.findIndex((field) => field.name === name)];

describe('metric', () => {
  const total = async (query: Record<string, unknown>) => {
    const frames = await ask('metric', {
      metric: 'claude_code.token.usage',
      aggregation: 'increase',
      instant: true,
      ...query,
    });
    return frames[0]!.data.values[0]?.[0];
  };

  it('sums what sessions of a project report and what names the project itself', async () => {
    expect(await total({})).toBe(6320);
    expect(await total({ project: PROJECT })).toBe(1320);
    expect(await total({ run: RUN })).toBe(1320);
  });

  it('keeps to the stretches of time in which sessions served a task', async () => {
    expect(await total({ project: PROJECT, taskId: '4.1' })).toBe(10);
    expect(await total({ project: PROJECT, taskId: '4.2' })).toBe(10);
  });

  it('adds up in windows of any length to what one number says, the newest window and cut ones included', async () => {
    const sum = async (query: Record<string, unknown>, intervalMs: number) => {
      const asked = { metric: 'claude_code.token.usage', aggregation: 'increase', ...query };
      const timeRange = { from: NOW - 4 * 3_600_000 + 7_000, to: NOW };
      const { results } = await answerQuery(
        { queries: [{ refId: 'A', queryType: 'metric', query: asked, timeRange, intervalMs }] },
        context
      );
      expect(results['A']!.error).toBeUndefined();
      return results['A']!.frames!.flatMap((frame) => column(frame, 'value') as Array<number | null>).reduce(
        (all: number, value) => all + (value ?? 0),
        0
      );
    };
    for (const minutes of [1, 7, 45, 240]) {
      expect(await sum({ run: RUN, project: PROJECT }, minutes * 60_000), `${minutes} min`).toBe(1320);
      expect(await sum({ project: PROJECT, taskId: '4.1' }, minutes * 60_000), `${minutes} min`).toBe(10);
      expect(await sum({ project: PROJECT, taskId: '4.2' }, minutes * 60_000), `${minutes} min`).toBe(10);
    }
  });

  it('gives one frame a group, with its unit', async () => {
    const frames = await ask('metric', { metric: 'claude_code.token.usage', aggregation: 'sum', groupBy: ['type'] });
    expect(frames).toHaveLength(1);
    expect(frames[0]!.schema).toMatchObject({ name: 'claude_code.token.usage', meta: { type: 'timeseries-multi' } });
    expect(frames[0]!.schema.fields[1]).toMatchObject({ labels: { type: 'input' }, config: { unit: 'short' } });
  });
});

describe('logs', () => {
  it('finds lines by project, the latest first, with the task they were written for', async () => {
    const [frame] = await ask('logs', { project: PROJECT });
    expect(column(frame!, 'body')).toEqual([
      'link accepted once',
      'built by CI',
      'tests failed',
      'write endpoints begun',
      'read endpoints written',
    ]);
    expect(column(frame!, 'taskId')!.slice(0, 2)).toEqual(['4.2', null]);
    expect(column(frame!, 'project')).toEqual(Array.from({ length: 5 }, () => PROJECT));
    expect(column(frame!, 'labels')![2]).toEqual({
      'service.name': 'claude-code',
      tool_name: 'Bash',
      count: '3',
      nested: '{"a":1}',
      'event.name': 'tool_result',
    });
  });

  it('finds lines of a task by the time its sessions served it', async () => {
    const [frame] = await ask('logs', { project: PROJECT, taskId: '3.1', order: 'asc' });
    expect(column(frame!, 'body')).toEqual(['read endpoints written']);
    // Names that every object has are labels like any other.
    const labels = column(frame!, 'labels')![0] as object;
    expect(Object.entries(labels).sort().join()).toBe('__proto__,p,constructor,c,service.name,claude-code');
  });

  it('searches, counts and says when there is more', async () => {
    expect(column((await ask('logs', { search: 'endpoints' }))[0]!, 'body')).toHaveLength(2);
    const [cut] = await ask('logs', { limit: 2 });
    expect(cut!.schema.meta!.notices).toHaveLength(1);
    const frames = await ask('logs', { format: 'histogram', project: PROJECT });
    const sums = Object.fromEntries(
      frames.map((frame) => [
        frame.schema.fields[1]!.labels!['severity'],
        (frame.data.values[1] as number[]).reduce((sum, value) => sum + value, 0),
      ])
    );
    expect(sums).toEqual({ info: 4, error: 1 });
  });
});

describe('traces', () => {
  it('lists them by project', async () => {
    const [frame] = await ask('traces', { project: PROJECT });
    expect(column(frame!, 'traceID')).toEqual([TRACE]);
    expect(column(frame!, 'errors')).toEqual([1]);
    expect(column(frame!, 'taskId')).toEqual([expect.stringMatching(/^3/)]);
  });

  it('gives one as a forest, in the columns of the trace view', async () => {
    const [frame] = await ask('traces', { traceId: TRACE.toUpperCase() });
    expect(frame!.schema.meta!.preferredVisualisationType).toBe('trace');
    const byId = (column(frame!, 'spanID') as string[]).indexOf('00f067aa0ba902b7');
    expect(column(frame!, 'parentSpanID')![byId]).toBe('ffffffffffffffff');
    expect(column(frame!, 'statusCode')![byId]).toBe(2);
    expect(column(frame!, 'startTime')![byId]).toBe(at(206) + 0.25);
    expect(column(frame!, 'tags')![byId]).toEqual([{ key: 'tool_name', value: 'Bash' }]);
    expect(column(frame!, 'references')![byId]).toEqual([{ traceID: TRACE, spanID: 'b7ad6b7169203331', tags: [] }]);
  });

  it('is empty for a trace nobody knows', async () => {
    expect(column((await ask('traces', { traceId: '77' }))[0]!, 'spanID')).toEqual([]);
  });
});
