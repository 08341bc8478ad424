import { describe, expect, it } from 'vitest';
import { fewExemplars } from './exemplars.ts';

const range = { from: 1_000_000, to: 2_000_000 };
const series = (values: number[]) => ({
  seriesLabels: { __name__: 'x_bucket', le: '1', tool: 'Bash' },
  exemplars: values.map((value, i) => ({
    labels: { trace_id: `t${i}` },
    value: String(value),
    timestamp: 1000 + i * 0.5,
  })),
});

describe('exemplars', () => {
  it('are in order of time, with the labels of their series, without what is not in the range', () => {
    const outside = { exemplars: [{ value: '1', timestamp: 999 }, { value: 'much', timestamp: 1500 }, {}] };
    const { exemplars, notices } = fewExemplars([series([1, 2]), outside, {}], range);
    expect(exemplars).toEqual([
      { at: 1_000_000, value: 1, labels: { trace_id: 't0', tool: 'Bash' } },
      { at: 1_000_500, value: 2, labels: { trace_id: 't1', tool: 'Bash' } },
    ]);
    expect(notices).toEqual([]);
  });

  it('that are too many are thinned out, never losing the largest', () => {
    const values = Array.from({ length: 1900 }, (_, i) => (i * 7919) % 1901);
    const { exemplars, notices } = fewExemplars([series(values)], range);
    expect(exemplars.length).toBeGreaterThan(400);
    expect(exemplars.length).toBeLessThanOrEqual(500);
    expect(exemplars.map(({ value }) => value)).toContain(Math.max(...values));
    expect(notices[0]?.text).toContain('1900 exemplars match');
  });
});
