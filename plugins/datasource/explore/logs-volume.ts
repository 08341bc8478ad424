import {
  type DataFrame,
  type DataQueryRequest,
  type SupplementaryQueryOptions,
  SupplementaryQueryType,
} from '@grafana/data';
import { type TaskmasterQuery } from '../types.ts';

/** Explore finds the query a histogram belongs to by this beginning of its refId. */
const PREFIX = 'log-volume-';

/** The number of lines over time for a query of log lines; undefined for any other. */
export function volumeQuery({ type }: SupplementaryQueryOptions, target: TaskmasterQuery): TaskmasterQuery | undefined {
  if (
    type !== SupplementaryQueryType.LogsVolume ||
    target.queryType !== 'logs' ||
    target.query?.format === 'histogram'
  ) {
    return undefined;
  }
  const { limit: _limit, order: _order, ...query } = target.query ?? {};
  return { ...target, refId: `${PREFIX}${target.refId}`, query: { ...query, format: 'histogram' } };
}

/** The request that fills the histogram above the lines in Explore. */
export function volumeRequest(
  type: SupplementaryQueryType,
  request: DataQueryRequest<TaskmasterQuery>
): DataQueryRequest<TaskmasterQuery> | undefined {
  const targets = request.targets
    .filter(({ hide }) => !hide)
    .flatMap((target) => volumeQuery({ type } as SupplementaryQueryOptions, target) ?? []);
  return type === SupplementaryQueryType.LogsVolume && targets.length > 0 ? { ...request, targets } : undefined;
}

/** Explore colours a histogram by a label `level`; ours is called `severity`. */
export function withLevel(frame: DataFrame, target: TaskmasterQuery): DataFrame {
  if (!target.refId.startsWith(PREFIX)) {
    return frame;
  }
  const fields = frame.fields.map((field) =>
    field.labels?.severity ? { ...field, labels: { ...field.labels, level: field.labels.severity } } : field
  );
  return { ...frame, fields };
}
