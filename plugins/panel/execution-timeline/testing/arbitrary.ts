import fc from 'fast-check';
import type { Row } from './frames.ts';

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', '');
const times = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 5000 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, NaN, Infinity, 'soon', undefined, '2026-01-01T00:00:00Z') }
);

/** Rows as bad as they come: ids repeat, parents are missing or go round, times are none. */
export const anyRow: fc.Arbitrary<Row> = fc.record({
  id: ids,
  parentId: ids,
  lane: fc.constantFrom('x', 'y', ''),
  kind: fc.constantFrom('run', 'task', 'attempt', 'agent', 'tool', 'marker', 'other'),
  name: fc.string({ maxLength: 8 }),
  start: times,
  end: times,
  status: fc.constantFrom<unknown>('done', 'failed', 'blocked', 'pending', 'in-progress', 'odd', null, 7),
  taskId: fc.constantFrom('1', '2', '2.1', null),
  attempt: fc.constantFrom(null, 1, 2, -3, NaN),
  agent: fc.constantFrom('one', 'two', null),
});

/** Rows with a place: unique ids, real times, parents before or after them. */
export const goodRows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      parent: fc.integer({ min: -3, max: 40 }),
      lane: fc.constantFrom('x', 'y', 'z'),
      kind: fc.constantFrom('run', 'task', 'attempt', 'agent', 'tool', 'marker'),
      start: fc.integer({ min: 0, max: 10_000 }),
      length: fc.option(fc.integer({ min: 0, max: 3000 }), { freq: 6 }),
      status: fc.constantFrom('done', 'failed', 'blocked', 'pending', 'in-progress', 'review'),
      agent: fc.constantFrom('one', 'two', null),
    }),
    { maxLength: 40 }
  )
  .map((all) =>
    all.map((one, i) => ({
      id: `s${i}`,
      parentId: one.parent >= 0 && one.parent < i ? `s${one.parent}` : null,
      lane: one.lane,
      kind: one.kind,
      name: `${one.kind} ${one.lane}`,
      start: one.start + 1,
      end: one.length === null ? null : one.start + 1 + one.length,
      status: one.status,
      agent: one.agent,
    }))
  );
