import { type BatchAnswer, type QuerySpec } from './batch.ts';

const SENTENCE = 'The service does not answer. See whether `taskmaster-observe` runs and can be reached.';

/**
 * Grafana makes an empty answer, without an error, of a request that nobody answered. The service gives a table to every
 * query but a metric without series, so where nothing at all came, nothing answered: said as a failure, not as "no rows".
 */
export function saySilence(answer: BatchAnswer, queries: ReadonlyArray<Pick<QuerySpec, 'queryType'>>): BatchAnswer {
  const silent = answer.frames.length === 0 && answer.errors.length === 0;
  const expected = queries.some(({ queryType }) => queryType !== 'metric');
  return silent && expected ? { frames: [], errors: [{ message: SENTENCE }] } : answer;
}
