import {
  CoreApp,
  dateTime,
  type DataQueryRequest,
  type LogRowContextOptions,
  LogRowContextQueryDirection,
  type LogRowModel,
} from '@grafana/data';
import { type TaskmasterQuery } from '../types.ts';

/** How far around a line its neighbours are looked for, ms. */
const WINDOW_MS = 2 * 3_600_000;
const USUAL_LINES = 50;

const columnOf = ({ dataFrame, rowIndex }: LogRowModel, name: string): string | undefined => {
  const value: unknown = dataFrame.fields.find((field) => field.name === name)?.values[rowIndex];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Lines of the same agent session, else of the same service: what was going on around a line. */
export function contextQuery(row: LogRowModel, options: LogRowContextOptions = {}): TaskmasterQuery {
  const forward = options.direction === LogRowContextQueryDirection.Forward;
  const session = columnOf(row, 'session');
  const service = row.labels['service.name'];
  return {
    refId: 'log-context',
    queryType: 'logs',
    query: {
      ...(session ? { session } : service ? { service } : {}),
      order: forward ? 'asc' : 'desc',
      limit: options.limit ?? USUAL_LINES,
    },
  };
}

/** The request for the lines before or after a line. */
export function contextRequest(
  row: LogRowModel,
  options: LogRowContextOptions = {}
): DataQueryRequest<TaskmasterQuery> {
  const forward = options.direction === LogRowContextQueryDirection.Forward;
  const at = row.timeEpochMs;
  // The end of a range is not part of it: forward begins after this very line, backward ends before it.
  const [from, to] = forward ? [at + 1, at + WINDOW_MS] : [at - WINDOW_MS, at];
  const range = { from: dateTime(from), to: dateTime(to) };
  return {
    app: CoreApp.Explore,
    requestId: `log-context-${row.rowId ?? row.uid}-${options.direction ?? 'both'}`,
    interval: '1s',
    intervalMs: 1000,
    maxDataPoints: 1000,
    range: { ...range, raw: range },
    scopedVars: {},
    targets: [contextQuery(row, options)],
    timezone: 'browser',
    startTime: Date.now(),
    hideFromInspector: true,
  };
}
