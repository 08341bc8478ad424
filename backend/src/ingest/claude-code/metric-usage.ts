import { type EventData } from '#contract/events.ts';
import { type MetricPoint } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { type Decoded } from '../otlp/decoded.ts';
import { type Emitter, type Place } from './emit.ts';
import { eventId, shortHash } from './ids.ts';

type Usage = EventData['usage.reported'];
type UsageField = 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheCreationTokens' | 'costUsd';

const TOKEN_FIELDS: Record<string, UsageField> = {
  input: 'inputTokens',
  output: 'outputTokens',
  cacheRead: 'cacheReadTokens',
  cache_read: 'cacheReadTokens',
  cacheread: 'cacheReadTokens',
  cacheCreation: 'cacheCreationTokens',
  cache_creation: 'cacheCreationTokens',
  cachecreation: 'cacheCreationTokens',
};

/** Points of token and cost counters that belong together: same session, model, source and interval. */
interface Group {
  place: Place;
  usage: Usage;
  series: string;
  fields: Set<UsageField>;
  startAt: number | undefined;
  at: number;
}

/**
 * Adds what Claude Code's counters say about usage. Deltas are additions. Of cumulative counters the totals are passed on,
 * marked, one request id a series: what began at the same moment is one series (two processes that share a session id began
 * at different moments, so their totals are not mixed up).
 */
export function metricEvents(points: Array<Decoded<MetricPoint>>, emitter: Emitter, context: IngestContext): void {
  const groups = new Map<string, Group>();
  for (const { record, source } of points) {
    const { session } = record.origin;
    if (session === undefined || !record.name.startsWith('claude_code.') || context.memory?.ignored.has(session)) {
      continue;
    }
    const place: Place = {
      origin: record.origin,
      attempt: source.attempt,
      at: record.at,
      agent: label(record, 'agent.name', 'agent_name'),
    };
    emitter.session(
      { ...place, agent: undefined, at: record.startAt ?? record.at },
      { agentName: 'claude-code', service: record.origin.service, startType: startType(record) }
    );
    emitter.resourceEvidence({ ...place, agent: undefined, at: record.startAt ?? record.at });
    const field = fieldOf(record);
    if (field !== undefined && record.value !== undefined) {
      addTo(groups, record, field, record.value, place);
    }
  }
  for (const group of groups.values()) {
    emitGroup(emitter, group);
  }
}

/** Takes out the points of user-interface processes (`start_type=agents_view`), which are no agents, and remembers their sessions. */
export function withoutViews(points: Array<Decoded<MetricPoint>>, context: IngestContext): Array<Decoded<MetricPoint>> {
  const views = new Set<string>();
  for (const { record } of points) {
    if (record.name === 'claude_code.session.count' && startType(record) === 'agents_view') {
      const { session } = record.origin;
      if (session !== undefined) {
        views.add(session);
        context.memory?.ignored.add(session);
      }
    }
  }
  return points.filter(
    ({ record }) =>
      !(record.name === 'claude_code.session.count' && startType(record) === 'agents_view') &&
      !(record.name.startsWith('claude_code.') && views.has(record.origin.session ?? ''))
  );
}

function fieldOf(record: MetricPoint): UsageField | undefined {
  if (record.name === 'claude_code.cost.usage') {
    return 'costUsd';
  }
  return record.name === 'claude_code.token.usage' ? TOKEN_FIELDS[label(record, 'type') ?? ''] : undefined;
}

function addTo(groups: Map<string, Group>, record: MetricPoint, field: UsageField, value: number, place: Place): void {
  const series = Object.entries(record.labels)
    .filter(([name]) => name !== 'type')
    .map(([name, text]) => `${name}=${text}`)
    .sort()
    .join('\n');
  const cumulative = record.temporality !== 'delta';
  const key = `${series}\n${record.startAt ?? ''}\n${cumulative ? '' : record.at}`;
  let group = groups.get(key);
  if (group === undefined) {
    group = {
      place,
      series,
      fields: new Set(),
      startAt: record.startAt,
      at: record.at,
      usage: {
        reporter: 'metric',
        cumulative: cumulative || undefined,
        model: label(record, 'model'),
        inputTokens: 0,
        outputTokens: 0,
        cacheReadTokens: 0,
        cacheCreationTokens: 0,
        costUsd: 0,
        querySource: label(record, 'query_source'),
      },
    };
    groups.set(key, group);
  }
  const amount = Math.max(0, field === 'costUsd' ? value : Math.round(value));
  group.usage[field] = cumulative ? Math.max(group.usage[field], amount) : group.usage[field] + amount;
  group.fields.add(field);
  if (record.at >= group.at) {
    group.at = record.at;
    group.place = place;
  }
}

function emitGroup(emitter: Emitter, { usage, place, series, fields, startAt, at }: Group): void {
  const session = place.origin.session;
  if (usage.cumulative) {
    // Equal totals again mean nothing new, and so the same event id.
    const requestId = `metric-${shortHash(`${series}\n${startAt ?? ''}`)}`;
    const totals = [...fields].sort().map((field) => `${field}=${usage[field]}`);
    const id = eventId('usage', session, requestId, shortHash(totals.join('\n')));
    emitter.emit('usage.reported', id, place, { ...usage, requestId });
    return;
  }
  // A body may bring only some of the fields of an interval, and the next one the others: they are different additions.
  const requestId = `metric-${shortHash([series, startAt ?? '', at, ...[...fields].sort()].join('\n'))}`;
  emitter.emit('usage.reported', eventId('usage', session, requestId), place, { ...usage, requestId });
}

function startType(record: MetricPoint): string | undefined {
  return label(record, 'start_type');
}

function label(record: MetricPoint, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = record.labels[name];
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}
