import {
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  LoadingState,
  type PanelData,
  preProcessPanelData,
  toDataFrame,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { catchError, from, map, merge, type Observable, of, share, takeUntil, timer } from 'rxjs';

/** A query that answers faster than this never shows a loading state, so panels do not flicker. */
const LOADING_AFTER_MS = 60;

/** Adds one response to what earlier responses of the same request brought: the newest of each key stays. */
function collect(request: DataQueryRequest) {
  const packets = new Map<string, DataQueryResponse>();
  return (response: DataQueryResponse): PanelData => {
    packets.set(response.key ?? 'A', response);
    const frames = [...packets.values()].flatMap(({ data }) => data.map((one) => toDataFrame(one)));
    const errors = [...packets.values()].flatMap(({ errors: several, error }) => several ?? (error ? [error] : []));
    const failed = errors.length > 0;
    return {
      state: response.state ?? (failed ? LoadingState.Error : LoadingState.Done),
      series: frames.filter(({ meta }) => meta?.dataTopic === undefined),
      annotations: frames.filter(({ meta }) => meta?.dataTopic === 'annotations'),
      request,
      timeRange: request.range,
      error: errors[0],
      errors: failed ? errors : undefined,
    };
  };
}

/**
 * Runs a request on a datasource and emits the panel data as it arrives, as Grafana's own does: a loading state when
 * it takes a while, errors as data and never as an exception.
 */
export function runRequest(
  datasource: DataSourceApi,
  request: DataQueryRequest,
  queryFunction?: DataSourceApi['query']
): Observable<PanelData> {
  const empty: PanelData = { state: LoadingState.Loading, series: [], request, timeRange: request.range };
  if (request.targets.length === 0) {
    request.endTime = Date.now();
    return of({ ...empty, state: LoadingState.Done });
  }
  let last = empty;
  const answers = from((queryFunction ?? datasource.query.bind(datasource))(request)).pipe(
    map(collect(request)),
    map((data) => {
      request.endTime = Date.now();
      last = preProcessPanelData(data, last);
      return last;
    }),
    catchError((error: unknown) => {
      const cancelled = (error as { cancelled?: boolean } | null)?.cancelled === true;
      const state = cancelled ? LoadingState.Done : LoadingState.Error;
      return of({ ...last, state, error: cancelled ? undefined : toDataQueryError(error as Error) });
    }),
    share()
  );
  const loading = timer(LOADING_AFTER_MS).pipe(
    map(() => ({ ...last, state: LoadingState.Loading })),
    takeUntil(answers)
  );
  return merge(loading, answers);
}
