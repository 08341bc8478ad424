import { expect, it } from 'vitest';
import { type LogRecord, type SpanRecord } from '../types.ts';
import { boundAttributes, boundLog, boundSpan, boundText } from './bounded.ts';

const LONG = 'x'.repeat(100_000);
const CUT = `${'x'.repeat(65_535)}…`;

it('a text of a server is shown up to 65,536 characters', () => {
  expect(boundText(LONG)).toBe(CUT);
  expect(boundText('x'.repeat(65_536))).toBe('x'.repeat(65_536));
  expect(boundText(`${'x'.repeat(65_534)}😀${LONG}`)).toBe(`${'x'.repeat(65_534)}\ufffd…`);
});

it('so are attributes, lists and objects as the text that they are written as', () => {
  const list = ['a', LONG];
  const bounded = boundAttributes({ a: LONG, b: 'b', c: 1, d: null, e: ['f'], g: list, [LONG]: true });
  expect(bounded).toEqual({
    a: CUT,
    b: 'b',
    c: 1,
    d: null,
    e: ['f'],
    g: `${JSON.stringify(list).slice(0, 65_535)}…`,
    [CUT]: true,
  });
  const fine = { a: 'a', b: ['c'] };
  expect(boundAttributes(fine)).toBe(fine);
});

it('lines and spans are whole but for that', () => {
  const attributes = { a: LONG };
  const log: LogRecord = {
    at: 1,
    observedAt: 1,
    severity: 'info',
    body: LONG,
    category: 'other',
    eventName: LONG,
    attributes,
    resource: attributes,
    origin: { session: LONG },
  };
  expect(boundLog(log)).toEqual({
    ...log,
    body: CUT,
    eventName: CUT,
    attributes: { a: CUT },
    resource: { a: CUT },
    origin: { session: CUT },
  });
  const span: SpanRecord = {
    traceId: 'a',
    spanId: 'b',
    name: LONG,
    kind: 'client',
    startAt: 1,
    durationMs: 1,
    status: 'error',
    statusMessage: LONG,
    attributes,
    resource: attributes,
    events: [{ at: 1, name: LONG, attributes }],
    links: [{ traceId: 'a', spanId: 'b', attributes }],
    origin: { service: LONG },
  };
  expect(boundSpan(span)).toEqual(JSON.parse(JSON.stringify(span).replaceAll(LONG, CUT)));
});
