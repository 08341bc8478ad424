import { LOG_COLUMNS } from '#contract/columns.ts';
import { buildFrame, type Frame } from '#contract/frames.ts';
import { buildSeries } from '#contract/series.ts';
import {
  type LogCategory,
  type LogSearch,
  type MetricAnswer,
  type Severity,
  type StoredLog,
} from '../telemetry/types.ts';
import { type QueryContext } from './context.ts';
import { QueryError } from './errors.ts';
import { type Handler, type QueryInput } from './handler.ts';
import { stepOf } from './metric.ts';
import { limitNotice, withNotices } from './notices.ts';
import { AttributionLookup } from './telemetry/attributions.ts';
import { combineAnswers, uniqueNotices } from './telemetry/combine-series.ts';
import { lineText } from './telemetry/log-text.ts';
import { originParts } from './telemetry/origin-parts.ts';

const DEFAULT_LIMIT = 1000;
const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const CATEGORIES = ['command', 'error', 'performance', 'quality', 'other'];

/** Log lines in the columns of Grafana's logs panel, or with `format: histogram` their number per step and severity. */
export const answerLogs: Handler<'logs'> = async (input, context) => {
  const searches = searchesOf(input, context);
  return input.query.format === 'histogram' ? histogram(input, searches, context) : lines(input, searches, context);
};

function searchesOf({ query, range }: QueryInput<'logs'>, { db }: QueryContext): LogSearch[] {
  oneOf('severity', query.severity, SEVERITIES);
  oneOf('category', query.category, CATEGORIES);
  const limit = (query.limit ?? DEFAULT_LIMIT) + 1;
  return originParts(db, query, range).map(({ filters, ...part }) => ({
    ...part,
    filters: [...(query.filters ?? []), ...filters],
    search: query.search || undefined,
    severity: (query.severity || undefined) as Severity | undefined,
    service: query.service || undefined,
    category: (query.category || undefined) as LogCategory | undefined,
    eventName: query.eventName || undefined,
    traceId: query.traceId || undefined,
    order: query.order ?? 'desc',
    limit,
  }));
}

function oneOf(field: string, value: string | undefined, allowed: readonly string[]): void {
  if (value && !allowed.includes(value)) {
    throw new QueryError(`Query field '${field}' of logs must be one of ${allowed.join(', ')}.`);
  }
}

async function lines({ query }: QueryInput<'logs'>, searches: LogSearch[], context: QueryContext): Promise<Frame[]> {
  const answers = [];
  for (const search of searches) {
    answers.push(await context.logs.search(search));
  }
  const sign = query.order === 'asc' ? 1 : -1;
  const found = answers.flatMap(({ logs }) => logs).sort((a, b) => sign * (a.at - b.at || (a.key < b.key ? -1 : 1)));
  const limit = query.limit ?? DEFAULT_LIMIT;
  const shown = found.slice(0, limit);
  const notices = uniqueNotices(answers.flatMap((answer) => answer.notices));
  if (found.length > limit) {
    notices.push(limitNotice(limit, 'lines'));
  }
  const lookup = new AttributionLookup(context.db, sessionsIn(shown));
  const meta = {
    type: 'log-lines',
    typeVersion: [0, 0] as [number, number],
    preferredVisualisationType: 'logs' as const,
  };
  return [
    buildFrame(
      'logs',
      LOG_COLUMNS,
      shown.map((log) => logRow(log, lookup)),
      withNotices(meta, notices)
    ),
  ];
}

const sessionsIn = (logs: readonly StoredLog[]) =>
  logs.flatMap(({ origin }) => (origin.session ? [origin.session] : []));

function logRow(log: StoredLog, lookup: AttributionLookup): Record<string, unknown> {
  const task = lookup.at(log.origin.session, log.at);
  return {
    timestamp: log.at,
    body: lineText(log),
    severity: log.severity,
    id: log.key,
    labels: labelsOf(log),
    traceId: log.traceId,
    spanId: log.spanId,
    project: log.origin.project ?? task?.project,
    taskId: log.origin.taskId ?? task?.taskId,
    session: log.origin.session,
  };
}

/** Labels are texts to Grafana's logs panel. The resource's stand behind the record's own. */
function labelsOf(log: StoredLog): Record<string, string> {
  const labels = new Map<string, string>(); // any name is one, `__proto__` too
  for (const [key, value] of [...Object.entries(log.resource), ...Object.entries(log.attributes)]) {
    if (value !== null) {
      labels.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
    }
  }
  if (log.eventName) {
    labels.set('event.name', log.eventName);
  }
  return Object.fromEntries(labels);
}

async function histogram(input: QueryInput<'logs'>, searches: LogSearch[], context: QueryContext): Promise<Frame[]> {
  const stepMs = stepOf(input);
  const answers: MetricAnswer[] = [];
  for (const search of searches) {
    answers.push(await context.logs.histogram(search, stepMs));
  }
  const { series, notices } = combineAnswers(answers, 'count');
  return buildSeries({ name: 'lines', unit: 'short', series, notices });
}
