import { type Attributes, type StoredLog } from '../../types.ts';
import { type ContextReader } from '../shared/contexts.ts';
import { DAY_MS, dayName } from '../shared/days.ts';
import { CATEGORIES, CATEGORY_SHIFT, EVENT_SHIFT, PER_MS, SEVERITIES, SEVERITY_MASK } from './schema.ts';

export const LOG_COLUMNS = 'id, head, context, body, attributes, at, observed, trace, record_id';

/** A stored row as the record it was. */
export function logOf(
  row: Record<string, unknown>,
  day: number,
  contexts: ContextReader,
  eventName: (id: number) => string | undefined
): StoredLog {
  const id = Number(row['id']);
  const head = Number(row['head']);
  const at = row['at'] === null ? day * DAY_MS + Math.floor(id / PER_MS) : Number(row['at']);
  const context = contexts.get(Number(row['context']));
  const trace = row['trace'] === null ? '' : String(row['trace']);
  return {
    key: `${dayName(day)}-${id.toString(36)}`,
    id: row['record_id'] === null ? undefined : String(row['record_id']),
    at,
    observedAt: at + Number(row['observed'] ?? 0),
    severity: SEVERITIES[head & SEVERITY_MASK] ?? 'info',
    category: CATEGORIES[Math.floor(head / CATEGORY_SHIFT) & 7] ?? 'other',
    eventName: eventName(Math.floor(head / EVENT_SHIFT)),
    body: String(row['body']),
    traceId: trace.slice(0, 32) || undefined,
    spanId: trace.slice(32) || undefined,
    attributes: row['attributes'] === null ? {} : (JSON.parse(String(row['attributes'])) as Attributes),
    resource: context.resource,
    origin: context.origin,
  };
}
