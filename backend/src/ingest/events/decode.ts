import { type BodyInfo, type Ingested } from '../../store/types.ts';
import { type IngestContext } from '../context.ts';
import { futureProblem } from '../future.ts';
import { takeEvent } from './event.ts';
import { isFields } from './fields.ts';
import { takeLog } from './log.ts';
import { takeMetric } from './metric.ts';
import { readRecords } from './records.ts';

/**
 * Events and telemetry of the events door. A record that is wrong is refused by its place and the field; the others are
 * taken. Throws a sentence where the body cannot be read at all.
 */
export function decodeEvents(body: Uint8Array, info: BodyInfo, context: IngestContext): Ingested {
  const into: Ingested = { events: [], metrics: [], spans: [], logs: [], rejected: [] };
  const items = readRecords(body);
  for (let index = 0; index < items.length; index++) {
    const { value, problem } = items[index] ?? {};
    const message = problem ?? (isFields(value) ? takeRecord(value, into, info, context) : 'an object was expected');
    if (message !== undefined) {
      into.rejected.push({ index, message });
    }
  }
  return into;
}

/** Takes a record, unless it is wrong or dated in the future. */
function takeRecord(
  record: Record<string, unknown>,
  into: Ingested,
  info: BodyInfo,
  context: IngestContext
): string | undefined {
  const problem = take(record, into, info, context);
  if (problem !== undefined) {
    return problem;
  }
  const list = record.type === 'log' ? into.logs : record.type === 'metric' ? into.metrics : into.events;
  const future = futureProblem(list.at(-1)?.at ?? 0, info.receivedAt);
  if (future !== undefined) {
    list.pop();
  }
  return future;
}

function take(
  record: Record<string, unknown>,
  into: Ingested,
  info: BodyInfo,
  context: IngestContext
): string | undefined {
  switch (record.type) {
    case 'log':
      return takeLog(record, into.logs, info.receivedAt, context);
    case 'metric':
      return takeMetric(record, into.metrics, info.receivedAt, context);
    default:
      return takeEvent(record, into.events, info.receivedAt, context);
  }
}
