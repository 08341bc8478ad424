import { type LogRecord, type LogSearch } from '../../types.ts';
import { originTest } from '../shared/contexts.ts';
import { labelMatcher } from '../shared/label-matcher.ts';
import { recordLabel } from '../shared/label-value.ts';
import { hasWords, wordsOf } from '../shared/words.ts';
import { SEVERITIES } from './schema.ts';

/** Everything a search asks of a line but the order: the one definition, whatever proposed the line. */
export async function logMatcher(search: LogSearch): Promise<(log: LogRecord) => boolean> {
  const { range, category, eventName, traceId } = search;
  const words = wordsOf(search.search ?? '');
  const least = search.severity === undefined ? 0 : SEVERITIES.indexOf(search.severity);
  const origin = originTest(search);
  const labels = search.filters.length === 0 ? undefined : await labelMatcher(search.filters);
  return (log) =>
    log.at >= range.from &&
    log.at < range.to &&
    (least === 0 || SEVERITIES.indexOf(log.severity) >= least) &&
    (category === undefined || log.category === category) &&
    (eventName === undefined || log.eventName === eventName) &&
    (traceId === undefined || log.traceId === traceId) &&
    (!origin || origin(log.origin)) &&
    (words.length === 0 || hasWords(log.body, words)) &&
    (!labels || labels((label) => recordLabel(log.attributes, log.resource, log.origin, label)));
}
