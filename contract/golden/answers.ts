import {
  CHECKPOINT_COLUMNS,
  EDGE_COLUMNS,
  EVENT_COLUMNS,
  LOG_COLUMNS,
  NODE_COLUMNS,
  PROJECT_COLUMNS,
  RUN_COLUMNS,
  STATUS_COLUMNS,
  TASK_COLUMNS,
  TIMELINE_COLUMNS,
  TRACE_COLUMNS,
  TRACE_LIST_COLUMNS,
} from '../columns.ts';
import { buildFrame, type Frame, type QueryAnswer, type QueryResult } from '../frames.ts';
import { buildNumbers, buildSeries, type SeriesInput } from '../series.ts';
import { EVENT_ROWS } from './sample/events.ts';
import { EDGE_ROWS, NODE_ROWS } from './sample/graph.ts';
import { CHECKPOINT_ROWS, PROJECT_ROWS, RUN_ROWS } from './sample/project.ts';
import { STATUS_ROW } from './sample/status.ts';
import { TASK_ROWS } from './sample/tasks.ts';
import {
  LOG_HISTOGRAM,
  LOG_HISTOGRAM_TIMES,
  LOG_ROWS,
  TOKEN_SERIES,
  TOKEN_TIMES,
  TRACE_LIST_ROWS,
  TRACE_ROWS,
} from './sample/telemetry.ts';
import { TIMELINE_ROWS } from './sample/timeline.ts';

/** One whole answer per query type, and one for each way an answer can be less than that. */

const ok = (...frames: Frame[]): QueryResult => ({ status: 200, frames });
const answer = (result: QueryResult): QueryAnswer => ({ results: { A: result } });

const tokens: SeriesInput = {
  name: 'claude_code.token.usage',
  unit: 'short',
  series: TOKEN_SERIES.map((one) => ({ labels: one.labels, times: TOKEN_TIMES, values: one.values })),
};

export const GOLDEN_ANSWERS: Record<string, QueryAnswer> = {
  projects: answer(ok(buildFrame('projects', PROJECT_COLUMNS, PROJECT_ROWS))),
  runs: answer(ok(buildFrame('runs', RUN_COLUMNS, RUN_ROWS))),
  tasks: answer(ok(buildFrame('tasks', TASK_COLUMNS, TASK_ROWS))),
  dependencyGraph: answer(
    ok(
      buildFrame('nodes', NODE_COLUMNS, NODE_ROWS, { preferredVisualisationType: 'nodeGraph' }),
      buildFrame('edges', EDGE_COLUMNS, EDGE_ROWS, { preferredVisualisationType: 'nodeGraph' })
    )
  ),
  timeline: answer(ok(buildFrame('timeline', TIMELINE_COLUMNS, TIMELINE_ROWS))),
  events: answer(ok(buildFrame('events', EVENT_COLUMNS, EVENT_ROWS))),
  status: answer(ok(buildFrame('status', STATUS_COLUMNS, [STATUS_ROW]))),
  metric: answer(ok(...buildSeries(tokens))),
  'metric-instant': answer(ok(...buildNumbers(tokens))),
  logs: answer(
    ok(
      buildFrame('logs', LOG_COLUMNS, LOG_ROWS, {
        type: 'log-lines',
        typeVersion: [0, 0],
        preferredVisualisationType: 'logs',
      })
    )
  ),
  'logs-histogram': answer(
    ok(
      ...buildSeries({
        name: 'lines',
        unit: 'short',
        series: LOG_HISTOGRAM.map(({ severity, values }) => ({
          labels: { severity },
          times: LOG_HISTOGRAM_TIMES,
          values,
        })),
      })
    )
  ),
  traces: answer(
    ok(buildFrame('traces', TRACE_LIST_COLUMNS, TRACE_LIST_ROWS, { preferredVisualisationType: 'table' }))
  ),
  trace: answer(ok(buildFrame('trace', TRACE_COLUMNS, TRACE_ROWS, { preferredVisualisationType: 'trace' }))),
  checkpoints: answer(ok(buildFrame('checkpoints', CHECKPOINT_COLUMNS, CHECKPOINT_ROWS))),
  'tasks-empty': answer(ok(buildFrame('tasks', TASK_COLUMNS, []))),
  'metric-empty': answer(ok(...buildSeries({ name: 'claude_code.token.usage', series: [] }))),
  'timeline-notice': answer(
    ok(
      buildFrame('timeline', TIMELINE_COLUMNS, TIMELINE_ROWS.slice(0, 5), {
        notices: [
          {
            severity: 'warning',
            text: 'Showing 5 of 38 rows. Narrow the time range or raise the limit to see the rest.',
          },
        ],
      })
    )
  ),
  'error-field': answer({
    status: 400,
    error: "Query field 'depth' of dependencyGraph must be an integer from 0 to 100.",
    errorSource: 'plugin',
  }),
  'error-downstream': answer({
    status: 502,
    error: 'Prometheus at http://prometheus:9090 did not answer within 10 s.',
    errorSource: 'downstream',
  }),
  mixed: {
    results: {
      A: ok(buildFrame('checkpoints', CHECKPOINT_COLUMNS, [], undefined, 'A')),
      B: { status: 400, error: "There is no query type 'task'. Known types: checkpoints, …", errorSource: 'plugin' },
    },
  },
};
