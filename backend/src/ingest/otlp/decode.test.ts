import { describe, expect, it } from 'vitest';
import { anyValue, attributes, nanos } from '../../../../tests/fixtures/otlp/attributes.ts';
import { counters, logs, spans, T0, TRACE } from '../../../../tests/fixtures/otlp/claude-code.ts';
import { decode, RECEIVED_AT, testContext } from '../../../../tests/fixtures/otlp/decode.ts';
import { toProtobuf } from '../../../../tests/fixtures/otlp/protobuf.ts';

const span = (fields: object) => ({
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: TRACE, spanId: '00000000000000aa', name: 'n', ...fields }] }] }],
});
const log = (fields: object) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [fields] }] }] });

describe('the two encodings', () => {
  const everything = {
    text: 'täglich 🙂',
    int: 42,
    big: 9_007_199_254_740_993n,
    negative: -7,
    lowest: -9_223_372_036_854_775_808n,
    double: 0.5,
    flag: true,
    list: ['a', 1, false],
    map: { inner: { deep: 'x' } },
  };
  const requests = {
    traces: spans([
      { id: '00000000000000a1', parent: '00000000000000a0', name: 'claude_code.tool', attributes: everything },
    ]),
    logs: logs([{ name: 'tool_result', attributes: everything, traceId: TRACE, spanId: '00000000000000a1' }]),
    metrics: counters({ 'claude_code.token.usage': [{ value: 5, attributes: { type: 'input', big: 1n } }] }),
  } as const;

  it.each(['traces', 'logs', 'metrics'] as const)('say the same for %s', (signal) => {
    const json = decode(`otlp-${signal}`, requests[signal]);
    const protobuf = decode(`otlp-${signal}`, toProtobuf(signal, requests[signal]));
    expect(json.rejected).toEqual([]);
    expect(protobuf).toEqual(json);
    expect(json.spans.length + json.logs.length + json.metrics.length).toBe(1);
  });

  it('keep integers exact: as numbers up to 2^53, as text beyond', () => {
    const {
      spans: [record],
    } = decode('otlp-traces', toProtobuf('traces', requests.traces));
    expect(record?.attributes).toMatchObject({
      ...everything,
      big: '9007199254740993',
      lowest: '-9223372036854775808',
    });
  });

  it('are both read through gzip', async () => {
    const { gzipSync } = await import('node:zlib');
    const bytes = new Uint8Array(gzipSync(toProtobuf('traces', requests.traces)));
    expect(decode('otlp-traces', bytes, testContext(), { contentEncoding: 'gzip' }).spans).toHaveLength(1);
  });
});

describe('spans', () => {
  it('keep parent, kind, status, events and links', () => {
    const request = span({
      parentSpanId: '00000000000000bb',
      kind: 3,
      startTimeUnixNano: nanos(T0),
      endTimeUnixNano: nanos(T0 + 12.345),
      status: { code: 2, message: 'no token=abcdefgh' },
      events: [{ timeUnixNano: nanos(T0 + 1), name: 'retry', attributes: attributes({ attempt: 2 }) }],
      links: [{ traceId: TRACE, spanId: '00000000000000cc', attributes: attributes({ kind: 'dependency' }) }],
    });
    const expected = {
      traceId: TRACE,
      parentSpanId: '00000000000000bb',
      kind: 'client',
      startAt: T0,
      durationMs: 12.345,
      status: 'error',
      statusMessage: 'no token=[redacted:password]',
      events: [{ at: T0 + 1, name: 'retry', attributes: { attempt: 2 } }],
      links: [{ traceId: TRACE, spanId: '00000000000000cc', attributes: { kind: 'dependency' } }],
    };
    expect(decode('otlp-traces', request).spans[0]).toMatchObject(expected);
    expect(decode('otlp-traces', toProtobuf('traces', request)).spans[0]).toMatchObject(expected);
  });

  it('are refused one by one, named and counted', () => {
    const request = span({});
    const scope = request.resourceSpans[0]?.scopeSpans[0];
    scope?.spans.push(
      { traceId: '00', spanId: '00000000000000ab', name: 'bad' },
      { traceId: TRACE, spanId: '', name: 'worse' }
    );
    const { spans: kept, rejected } = decode('otlp-traces', request);
    expect(kept).toHaveLength(1);
    expect(rejected.map(({ index }) => index)).toEqual([1, 2]);
    expect(rejected[0]?.message).toMatch(/^traceId: 32 hex digits.*'bad'/);
    expect(rejected[1]?.message).toMatch(/^spanId: 16 hex digits.*'worse'/);
  });

  it('without an end, without times, or ending before they began are points', () => {
    const times = [
      { startTimeUnixNano: nanos(T0) },
      {},
      { startTimeUnixNano: nanos(T0), endTimeUnixNano: nanos(T0 - 5) },
    ];
    const records = times.map((fields) => decode('otlp-traces', span(fields)).spans[0]);
    expect(records.map((record) => [record?.startAt, record?.durationMs])).toEqual([
      [T0, 0],
      [RECEIVED_AT, 0],
      [T0, 0],
    ]);
  });
});

describe('logs', () => {
  it('take the time of the event, else of its observation, else of arrival', () => {
    const bodies = [
      log({ timeUnixNano: nanos(T0), observedTimeUnixNano: nanos(T0 + 5) }),
      log({ observedTimeUnixNano: nanos(T0 + 5) }),
      log({ attributes: attributes({ 'event.timestamp': new Date(T0 + 500).toISOString() }) }),
      log({}),
    ];
    expect(bodies.map((body) => decode('otlp-logs', body).logs[0]?.at)).toEqual([T0, T0 + 5, T0 + 500, RECEIVED_AT]);
  });

  it('have a category of the monitoring specification', () => {
    const category = (fields: object) => decode('otlp-logs', log(fields)).logs[0]?.category;
    expect(category({ severityNumber: 17 })).toBe('error');
    expect(category({ attributes: attributes({ error_type: 'ModuleNotFound' }) })).toBe('error');
    expect(category({ attributes: attributes({ component: 'performance_monitor', metric: 'response_time' }) })).toBe(
      'performance'
    );
    expect(category({ attributes: attributes({ quality_gates: ['tdd'] }) })).toBe('quality');
    expect(category({ attributes: attributes({ component: 'command_router', command: '/task' }) })).toBe('command');
    expect(category({})).toBe('other');
  });

  it('keep a structured body as JSON and repair text that was cut', () => {
    expect(decode('otlp-logs', log({ body: anyValue({ a: 1, secret: 'x' }) })).logs[0]?.body).toBe(
      '{"a":1,"secret":"[redacted:field]"}'
    );
    expect(
      decode('otlp-logs', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"cut \\ud83d"}}]}]}]}')
        .logs[0]?.body
    ).toBe('cut \ufffd');
  });

  it('drop conversations unless contents are captured', () => {
    const body = log({ eventName: 'gen_ai.user.message', body: anyValue({ content: 'hello' }) });
    expect(decode('otlp-logs', body).logs[0]?.body).toBe('gen_ai.user.message');
    expect(decode('otlp-logs', body, testContext({ captureContents: true })).logs[0]?.body).toBe('{"content":"hello"}');
  });
});

describe('where a record belongs', () => {
  it('is read from the record before the resource', () => {
    const request = spans([{ id: '00000000000000a1', name: 'x', attributes: { 'taskmaster.task.id': '7' } }], {
      resource: { 'taskmaster.project': '/home/me/shop', 'taskmaster.task.id': '5', 'taskmaster.run.id': 'r1' },
    });
    expect(decode('otlp-traces', request).spans[0]?.origin).toMatchObject({
      project: 'shop-00000000',
      taskId: '7',
      run: 'r1',
    });
  });

  it('follows folders the process names', () => {
    const request = logs([{ name: 'user_prompt', attributes: { 'workspace.host_paths': ['/home/me/api'] } }]);
    expect(decode('otlp-logs', request).logs[0]?.origin.project).toBe('api-00000000');
  });
});
