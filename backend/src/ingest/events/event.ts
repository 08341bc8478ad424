import { type NewEvent } from '#contract/events.ts';
import { type IngestContext } from '../context.ts';
import { cleanText } from '../redact/secrets.ts';
import { cleanValue } from '../redact/values.ts';
import { dataProblem } from './event-data.ts';
import { isFields, MOMENT_PROBLEM, momentOf, nameProblem, unknownField } from './fields.ts';

const NAMES = ['id', 'project', 'tag', 'run', 'taskId', 'session', 'agent'] as const;
const FIELDS = new Set<string>(['type', 'at', 'attempt', 'data', ...NAMES]);
const TYPE = /^[a-z][a-z0-9.-]{0,199}$/;

/** Adds a journal event, or says what is wrong with it. */
export function takeEvent(
  record: Record<string, unknown>,
  into: NewEvent[],
  receivedAt: number,
  context: IngestContext
): string | undefined {
  const { type, attempt, data } = record;
  if (typeof type !== 'string' || !TYPE.test(type)) {
    return 'type: small letters, digits, dots and dashes, beginning with a letter, at most 200, were expected';
  }
  const problem = unknownField(record, FIELDS) ?? nameProblem(record, NAMES);
  if (problem !== undefined) {
    return problem;
  }
  const at = record.at === undefined ? receivedAt : momentOf(record.at);
  if (Number.isNaN(at)) {
    return MOMENT_PROBLEM;
  }
  if (attempt !== undefined && !(Number.isSafeInteger(attempt) && (attempt as number) > 0)) {
    return 'attempt: a whole number from 1 was expected';
  }
  if (data !== undefined && !isFields(data)) {
    return 'data: an object was expected';
  }
  const wrong = dataProblem(type, record, data ?? {});
  if (wrong !== undefined) {
    return wrong;
  }
  const event: NewEvent = { at: Math.floor(at), type, source: 'api' };
  for (const name of NAMES) {
    const value = record[name];
    if (typeof value === 'string') {
      event[name] = cleanText(value);
    }
  }
  if (attempt !== undefined) {
    event.attempt = attempt as number;
  }
  if (data !== undefined) {
    event.data = cleanValue(data, context) as Record<string, unknown>;
  }
  into.push(event);
  return undefined;
}
