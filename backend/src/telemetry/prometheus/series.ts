import { kindOf, labelsAt, listAt, objectAt, objectsAt, OddAnswer } from '../answers/shape.ts';

/** One series of an answer. */
export interface PromSeries {
  metric: Record<string, string>;
  /** Epoch ms, same length as values. */
  times: number[];
  /** NaN among them, also for infinities and for what is no number. */
  values: number[];
}

/** The series in what Prometheus answers to an expression; of native histograms nothing. Throws an OddAnswer. */
export function seriesIn(data: unknown): PromSeries[] {
  const { resultType, result } = objectAt(data, 'data');
  if (resultType === 'string') {
    return [];
  }
  if (resultType === 'scalar') {
    return [series({}, [result])];
  }
  return objectsAt(result, 'data.result')
    .map(({ metric, value, values, histogram, histograms }) => {
      const pairs = value === undefined ? listAt(values, 'values of a series') : [value];
      if (value === undefined && values === undefined && histogram === undefined && histograms === undefined) {
        throw new OddAnswer('values of a series is missing');
      }
      return series(labelsAt(metric, 'metric of a series'), pairs);
    })
    .filter(({ values }) => values.length > 0);
}

/** Of pairs [seconds, text]. */
function series(metric: Record<string, string>, pairs: readonly unknown[]): PromSeries {
  const times: number[] = [];
  const values: number[] = [];
  for (const pair of pairs) {
    if (!Array.isArray(pair) || typeof pair[0] !== 'number' || typeof pair[1] !== 'string') {
      throw new OddAnswer(`a value of a series is ${Array.isArray(pair) ? 'a list of something else' : kindOf(pair)}`);
    }
    times.push(pair[0] * 1000);
    values.push(numberIn(pair[1]));
  }
  return { metric, times, values };
}

/** A number as Prometheus writes it; NaN for what it does not, though JavaScript would (`0x10`, blanks, nothing at all). */
export const numberIn = (text: string): number => (text === '' || /[^\d.eE+-]/.test(text) ? Number.NaN : Number(text));
