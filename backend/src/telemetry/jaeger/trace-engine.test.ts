import { expect, it } from 'vitest';
import { Answering } from '../answers/testing/products.ts';
import { JaegerApi } from './api.ts';
import { JaegerTraces } from './trace-engine.ts';

const AT = Date.UTC(2026, 10, 20, 9, 0, 0);
const TRACE = 'ab'.repeat(16);
const context = { captureContents: false, userId: 'off' as const, projectOf: () => undefined };

/** A server with one trace of these spans. */
function engineWith(...spans: object[]): JaegerTraces {
  const named = spans.map((span, i) => ({
    traceId: TRACE,
    spanId: `${i + 1}`.padStart(16, '0'),
    name: `${i}`,
    ...span,
  }));
  const v1 = named.map(({ spanId, name }, i) => {
    const start = (spans[i] as { startTimeUnixNano?: number }).startTimeUnixNano;
    return {
      traceID: TRACE,
      spanID: spanId,
      operationName: name,
      references: [],
      tags: [],
      logs: [],
      processID: 'p',
      ...(typeof start === 'string' && start !== 'x' ? { startTime: Number(start) / 1000 } : {}),
    };
  });
  const answer = (path: string) => {
    if (path.includes('/v3/')) {
      return JSON.stringify({ result: { resourceSpans: [{ scopeSpans: [{ spans: named }] }] } });
    }
    const data = path.endsWith('services') ? ['s'] : [{ traceID: TRACE, spans: v1, processes: {} }];
    return JSON.stringify({ data });
  };
  return new JaegerTraces(new JaegerApi(new Answering('Jaeger', answer), {}), context);
}

const time = `${AT}000000`;
const spans = [
  { startTimeUnixNano: time, endTimeUnixNano: time, events: [{ name: 'e', timeUnixNano: 'x' }] },
  { startTimeUnixNano: 'x' },
  {},
];

it('spans whose times cannot be read are left out of a trace, and that is said', async () => {
  const { spans: found, notices } = await engineWith(...spans).trace(TRACE, 10);
  expect(found.map(({ name, startAt, events }) => [name, startAt, events[0]?.at])).toEqual([['0', AT, AT]]);
  expect(notices.map(({ text }) => text)).toEqual(['2 spans are left out: their times cannot be read.']);
});

it('and of searches', async () => {
  const search = { range: { from: AT - 1, to: AT + 1 }, filters: [], limit: 10 };
  const { traces } = await engineWith(...spans).search(search);
  expect(traces.map(({ spans: count, startAt, durationMs }) => [count, startAt, durationMs])).toEqual([[1, AT, 0]]);
  expect((await engineWith({}).search(search)).traces).toEqual([]);
});
