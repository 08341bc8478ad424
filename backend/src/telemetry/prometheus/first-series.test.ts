import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSeries } from './first-series.ts';

interface Answer {
  status: string;
  data: { result: Array<{ metric: Record<string, string>; values: unknown[] }> };
}

const answerOf = (labels: string[]): Answer => ({
  status: 'success',
  data: { result: labels.map((a) => ({ metric: { a }, values: [[1, '2']] })) },
});

describe('the beginning of an answer', () => {
  it('is whole series, at most as many as wanted, whatever labels say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(',{"metric":', ']}}', '\\"')), { maxLength: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (labels, most) => {
          const all = answerOf(labels);
          const some = firstSeries(JSON.stringify(all), most, false);
          if (labels.length <= most) {
            expect(some).toBeUndefined();
          } else {
            expect(JSON.parse(some!.text)).toEqual(answerOf(labels.slice(0, most)));
            expect(some!.series).toBe(most);
          }
        }
      )
    );
  });

  it('wherever it was cut', () => {
    const labels = ['x', ',{"metric":', 'y"', 'z'];
    const whole = JSON.stringify(answerOf(labels));
    for (let length = 0; length < whole.length; length++) {
      const some = firstSeries(whole.slice(0, length), 100, true);
      if (some) {
        expect(JSON.parse(some.text)).toEqual(answerOf(labels.slice(0, some.series)));
        expect(some.series).toBeGreaterThan(0);
      }
    }
    expect(firstSeries(whole.slice(0, -1), 100, true)?.series).toBe(3);
  });

  it('of what is no answer is nothing', () => {
    for (const text of ['', '<html>', '{"status":"error"}']) {
      expect(firstSeries(text, 1, true)).toBeUndefined();
    }
  });
});
