import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { AnyRecord, EVENT_EXAMPLES } from '#contract/events-api.ts';
import { EVENT_TYPES } from '#contract/events.ts';
import { decode, RECEIVED_AT, testContext } from '../../../../tests/fixtures/otlp/decode.ts';

const send = (body: object | string) => decode('events', body);
const problem = (record: unknown) => send([record] as object).rejected[0]?.message;

const STATUS = { type: 'task.status', project: 'shop-1', taskId: '5', data: { to: 'done' } };

describe('the events door', () => {
  it('takes a list, one object, and lines', () => {
    const bodies = [
      [STATUS, STATUS],
      STATUS,
      `${JSON.stringify(STATUS)}\n\n${JSON.stringify(STATUS)}\n`,
      JSON.stringify(STATUS, null, 2),
    ];
    expect(bodies.map((body) => send(body).events.length)).toEqual([2, 1, 2, 1]);
  });

  it('fills in the time of arrival, reads both kinds of time, and marks the source', () => {
    const { events } = send([STATUS, { ...STATUS, at: 5.7 }, { ...STATUS, at: '2026-01-01T00:00:00+01:00' }]);
    expect(events.map(({ at, source }) => [at, source])).toEqual([
      [RECEIVED_AT, 'api'],
      [5, 'api'],
      [Date.UTC(2025, 11, 31, 23), 'api'],
    ]);
  });

  it('refuses by place, naming the field and what was expected, and takes the rest', () => {
    const { events, rejected } = send([
      STATUS,
      { ...STATUS, at: 'yesterday' },
      7,
      { type: 'my.own-type', data: { any: 1 } },
    ]);
    expect(events.map(({ type }) => type)).toEqual(['task.status', 'my.own-type']);
    expect(rejected).toEqual([
      { index: 1, message: 'at: epoch milliseconds or an ISO 8601 time with its zone was expected' },
      { index: 2, message: 'an object was expected' },
    ]);
  });

  it('reads the good lines around a broken one', () => {
    const { events, rejected } = send(`${JSON.stringify(STATUS)}\n{"type":\n${JSON.stringify(STATUS)}`);
    expect([events.length, rejected]).toEqual([2, [{ index: 1, message: 'the line is not JSON' }]]);
  });

  it.each<[object, RegExp]>([
    [{}, /^type:/],
    [{ type: 'Big' }, /^type:/],
    [{ ...STATUS, extra: 1 }, /^extra: this field is not known/],
    [{ ...STATUS, source: 'file' }, /^source: this field is not known/],
    [{ ...STATUS, project: '' }, /^project: a text/],
    [{ ...STATUS, attempt: 0 }, /^attempt:/],
    [{ ...STATUS, data: [] }, /^data:/],
    [{ ...STATUS, data: {} }, /^data\.to:/],
    [{ ...STATUS, taskId: undefined }, /^taskId: task\.status is about one/],
    [
      { type: 'usage.reported', data: { reporter: 'api_request', inputTokens: -1 } },
      /^data\.inputTokens: a number of at least 0/,
    ],
    [{ type: 'usage.reported', data: { reporter: 'me' } }, /^data\.reporter: one of api_request/],
    [{ type: 'tool.decided', data: { tool: 'x', decision: 'maybe' } }, /^data\.decision: one of accept, reject/],
    [{ type: 'log' }, /^body:/],
    [{ type: 'log', body: 'x', severity: 'loud' }, /^severity: one of/],
    [{ type: 'log', body: 'x', attributes: 'y' }, /^attributes:/],
    [{ type: 'log', body: 'x', traceId: 'zz' }, /^traceId:/],
    [{ type: 'metric', value: 1 }, /^name:/],
    [{ type: 'metric', name: 'm', value: '1' }, /^value:/],
    [{ type: 'metric', name: 'm', value: 1, labels: { a: {} } }, /^labels\.a:/],
    [{ type: 'metric', name: 'm', value: 1, kind: 'histogram' }, /^kind:/],
  ])('refuses %o', (record, expected) => {
    expect(problem(record)).toMatch(expected);
  });

  it('keeps fields of its own and unknown ones in data, without secrets', () => {
    const { events } = send({ ...STATUS, data: { to: 'done', why: 'token=abcdef123', 'user.email': 'a@b.c' } });
    expect(events[0]?.data).toEqual({ to: 'done', why: 'token=[redacted:password]' });
  });

  it('takes log lines', () => {
    const { logs } = send({
      type: 'log',
      id: 'l1',
      at: 1,
      severity: 'error',
      body: 'password=hunter22 refused',
      service: 'ci',
      session: 's1',
      traceId: 'A'.repeat(32),
      attributes: { path: '/x', prompt: 'hidden' },
    });
    expect(logs).toEqual([
      {
        id: 'l1',
        at: 1,
        observedAt: RECEIVED_AT,
        severity: 'error',
        body: 'password=[redacted:password] refused',
        category: 'error',
        attributes: { path: '/x' },
        resource: { 'service.name': 'ci' },
        origin: { service: 'ci', session: 's1' },
        traceId: 'a'.repeat(32),
      },
    ]);
  });

  it('takes metric points', () => {
    const { metrics } = send([
      {
        type: 'metric',
        at: 1,
        name: 'm',
        value: 2,
        kind: 'counter',
        labels: { a: 1, 'user.id': 'u' },
        unit: 'By',
        project: 'p',
      },
      { type: 'metric', at: 1, name: 'g', value: 3 },
    ]);
    expect(metrics).toEqual([
      {
        name: 'm',
        at: 1,
        value: 2,
        kind: 'counter',
        temporality: 'delta',
        labels: { a: '1' },
        unit: 'By',
        origin: { project: 'p' },
      },
      { name: 'g', at: 1, value: 3, kind: 'gauge', labels: {}, origin: {} },
    ]);
  });

  it('takes every example of the documentation', () => {
    for (const example of Object.values(EVENT_EXAMPLES)) {
      expect(send(example).rejected).toEqual([]);
    }
  });

  it('keeps contents only where the operator wants them', () => {
    const record = { type: 'my.note', data: { prompt: 'hello' } };
    expect(send(record).events[0]?.data).toEqual({});
    expect(decode('events', record, testContext({ captureContents: true })).events[0]?.data).toEqual({
      prompt: 'hello',
    });
  });
});

describe('the contract and the hand-written checks', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('a', '5.2', 'x'.repeat(600)));
  const some = fc.oneof(
    text,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.dictionary(text, fc.integer(), { maxKeys: 2 })
  );
  const field = fc.constantFrom(
    'id',
    'at',
    'project',
    'tag',
    'run',
    'taskId',
    'session',
    'agent',
    'attempt',
    'data',
    'severity',
    'body',
    'eventName',
    'category',
    'attributes',
    'traceId',
    'spanId',
    'service',
    'name',
    'value',
    'kind',
    'temporality',
    'labels',
    'unit',
    'other'
  );
  const good = fc.constantFrom<[string, unknown]>(
    ['at', 17],
    ['at', '2026-01-01T00:00:00Z'],
    ['attempt', 2],
    ['data', { a: 1 }],
    ['severity', 'warn'],
    ['body', 'b'],
    ['category', 'other'],
    ['attributes', { a: [1] }],
    ['traceId', 'a'.repeat(32)],
    ['spanId', 'b'.repeat(16)],
    ['name', 'm'],
    ['value', 1.5],
    ['kind', 'counter'],
    ['temporality', 'delta'],
    ['labels', { a: 'b', c: 1, d: true }]
  );
  // Types without rules of their own for data, so that both sides judge the same thing.
  const type = fc.constantFrom('log', 'metric', 'my.type', 'Bad Type', 'import.progress');

  it('agree on what is right', () => {
    fc.assert(
      fc.property(type, fc.array(fc.oneof(good, fc.tuple(field, some)), { maxLength: 6 }), (name, fields) => {
        const record: unknown = JSON.parse(JSON.stringify({ ...Object.fromEntries(fields), type: name }));
        const ours = send([record] as object).rejected.length === 0;
        expect(ours).toBe(Value.Check(AnyRecord, record) && isPlainType(record));
      }),
      { numRuns: 2000 }
    );
  });

  /** A union lets a broken log pass as an event named log: the door does not. */
  function isPlainType(record: unknown): boolean {
    const { type: name, ...rest } = record as { type: string };
    return name !== 'log' && name !== 'metric' ? true : !Object.hasOwn(rest, 'data') && hasOwnShape(rest, name);
  }
  function hasOwnShape(rest: object, name: string): boolean {
    return Object.hasOwn(rest, name === 'log' ? 'body' : 'value');
  }

  it('know the same types', () => {
    for (const name of EVENT_TYPES) {
      expect(problem({ type: name, unknown: 1 })).toMatch(/^unknown:/);
    }
  });
});
