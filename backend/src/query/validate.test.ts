import { describe, expect, it } from 'vitest';
import { QUERY_TYPES } from '#contract/queries.ts';
import { validateQuery } from './validate.ts';

describe('validateQuery', () => {
  it.each(QUERY_TYPES)('takes an empty %s query', (type) => {
    expect(validateQuery(type, undefined)).toEqual({});
  });

  it('takes PromQL of 16 KB', () => {
    const raw = 'x'.repeat(16_384);
    expect(validateQuery('metric', { raw })).toEqual({ raw });
  });

  it.each([
    ['dependencyGraph', { depth: 101 }, "Query field 'depth' of dependencyGraph must be an integer from 0 to 100."],
    ['tasks', { limit: '5' }, "Query field 'limit' of tasks must be an integer from 1 to 50000."],
    ['tasks', { status: 'done' }, "Query field 'status' of tasks must be a list of texts, at most 200."],
    ['tasks', { taskId: 5 }, "Query field 'taskId' of tasks must be text of at most 512 characters."],
    ['tasks', { ready: true }, /^Query field 'ready' is not known to tasks; known fields: project, tag, run,/],
    ['metric', { aggregation: 'median' }, /^Query field 'aggregation' of metric must be one of rate, increase,/],
    [
      'metric',
      { filters: [{ label: 'a', op: '~', value: '' }] },
      "Query field 'filters.0.op' of metric must be one of =, !=, =~, !~.",
    ],
    ['metric', { filters: [{ label: 'a', op: '=' }] }, "Query field 'filters.0.value' of metric is missing."],
    ['traces', { minDurationMs: -1 }, "Query field 'minDurationMs' of traces must be a number of at least 0."],
    ['events', { order: 1 }, "Query field 'order' of events must be one of asc, desc."],
    ['metric', { raw: 'x'.repeat(16_385) }, "Query field 'raw' of metric must be text of at most 16384 characters."],
    ['metric', { instant: 'yes' }, "Query field 'instant' of metric must be true or false."],
  ] as const)('%s %j', (type, query, message) => {
    expect(() => validateQuery(type, query)).toThrow(message);
  });
});
