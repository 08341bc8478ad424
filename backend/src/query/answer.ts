import { type Frame, type QueryAnswer, type QueryResult } from '#contract/frames.ts';
import { type QueryEnvelope, type QueryRequest, type QueryType, QUERY_TYPES } from '#contract/queries.ts';
import { EngineError } from '../telemetry/types.ts';
import { answerCheckpoints } from './checkpoints.ts';
import { type QueryContext } from './context.ts';
import { answerDependencyGraph } from './dependency-graph.ts';
import { QueryError } from './errors.ts';
import { answerEvents } from './events.ts';
import { type Handler } from './handler.ts';
import { answerLogs } from './logs.ts';
import { answerMetric } from './metric.ts';
import { withNewestRun } from './newest-run.ts';
import { answerProjects } from './projects.ts';
import { answerRuns } from './runs.ts';
import { answerStatus } from './status.ts';
import { answerTasks } from './tasks.ts';
import { parseRange } from './time-range.ts';
import { answerTimeline } from './timeline.ts';
import { answerTraces } from './traces.ts';
import { isQueryType, validateQuery } from './validate.ts';

const HANDLERS: { [T in QueryType]: Handler<T> } = {
  projects: answerProjects,
  runs: answerRuns,
  tasks: answerTasks,
  dependencyGraph: answerDependencyGraph,
  timeline: answerTimeline,
  events: answerEvents,
  status: answerStatus,
  metric: answerMetric,
  logs: answerLogs,
  traces: answerTraces,
  checkpoints: answerCheckpoints,
};

/**
 * Answers every query of a request under its refId, whatever happens to the others: what cannot be answered has a status,
 * a sentence and whose fault it was. Rejects never.
 */
export async function answerQuery(request: QueryRequest, context: QueryContext): Promise<QueryAnswer> {
  // Without a prototype: a refId may be any text, `__proto__` too.
  const results = Object.create(null) as Record<string, QueryResult>;
  if (context.concurrent) {
    const all = request.queries.map((envelope) => answerOne(envelope, context));
    (await Promise.all(all)).forEach((result, i) => (results[request.queries[i]!.refId] = result));
    return { results };
  }
  for (const envelope of request.queries) {
    // One after the other: they share one database and one thread, so that nothing is gained by starting all.
    results[envelope.refId] = await answerOne(envelope, context);
  }
  return { results };
}

async function answerOne(envelope: QueryEnvelope, context: QueryContext): Promise<QueryResult> {
  try {
    const { queryType } = envelope;
    if (!isQueryType(queryType)) {
      throw new QueryError(`There is no query type '${queryType}'. Known types: ${QUERY_TYPES.join(', ')}.`);
    }
    const frames = await run(queryType, envelope, context);
    for (const frame of frames) {
      frame.schema = withRefId(frame, envelope.refId);
    }
    return { status: 200, frames };
  } catch (error) {
    return failure(error);
  }
}

function run<T extends QueryType>(type: T, envelope: QueryEnvelope, context: QueryContext): Frame[] | Promise<Frame[]> {
  const query = withNewestRun(context.db, validateQuery(type, envelope.query));
  const range = parseRange(envelope.timeRange, context.now());
  const { intervalMs, maxDataPoints } = envelope;
  return HANDLERS[type]({ query, range, intervalMs, maxDataPoints }, context);
}

/** `refId` stands between name and meta, as the SDK writes it. */
function withRefId({ schema }: Frame, refId: string): Frame['schema'] {
  const { name, meta, fields } = schema;
  return { ...(name === undefined ? {} : { name }), refId, ...(meta ? { meta } : {}), fields };
}

/** Errors of ours and of engines are sentences already; anything else is a fault of this service, said without its insides. */
function failure(error: unknown): QueryResult {
  if (error instanceof QueryError || error instanceof EngineError) {
    return { status: error.status, error: error.message, errorSource: error.source };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { status: 500, error: `The query failed in the service: ${detail}`, errorSource: 'plugin' };
}
