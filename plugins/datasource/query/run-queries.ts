import { type DataQueryError, type DataQueryRequest, type DataQueryResponse, LoadingState } from '@grafana/data';
import { map, merge, type Observable, of } from 'rxjs';
import { runLive } from '../live/run-live.ts';
import { finishFrames } from '../response/finish-frames.ts';
import { sayOffline } from '../response/offline.ts';
import { type LinkSource } from '../links/data-links.ts';
import { type TaskmasterQuery } from '../types.ts';
import { isComplete } from './clean-query.ts';
import { QueryProblem, type Templates } from './interpolate.ts';
import { FOLLOWING, isQueryType } from './query-types.ts';
import { toServiceTarget } from './to-service.ts';

type Request = DataQueryRequest<TaskmasterQuery>;

/** What questions need of Grafana. */
export interface Surroundings {
  source: LinkSource;
  templates: Templates;
  /** Tells each time something on a channel changed. */
  signals: (path: string) => Observable<unknown>;
}
export type Ask = (request: Request) => Observable<DataQueryResponse>;

/** A target with what it becomes, or with the sentence saying why it cannot be asked. */
type Checked =
  { target: TaskmasterQuery; filled: TaskmasterQuery } | { target: TaskmasterQuery; problem: DataQueryError };

function check(target: TaskmasterQuery, { scopedVars, filters }: Request, templates: Templates): Checked {
  const said = (message: string): Checked => ({ target, problem: { refId: target.refId, message } });
  if (!isQueryType(target.queryType)) {
    return said(`"${target.queryType}" is no type of query. Choose one in the query's editor.`);
  }
  try {
    return { target, filled: toServiceTarget(target, templates, scopedVars, filters) };
  } catch (error) {
    if (error instanceof QueryProblem) {
      return said(error.message);
    }
    throw error;
  }
}

const isFollowing = ({ queryType }: TaskmasterQuery) => isQueryType(queryType) && FOLLOWING.has(queryType);

function withProblems(response: DataQueryResponse, problems: DataQueryError[]): DataQueryResponse {
  const errors = [...(response.errors ?? (response.error ? [response.error] : [])), ...problems];
  return errors.length === 0 ? response : { ...response, errors, error: errors[0], state: LoadingState.Error };
}

/**
 * Answers a request: what cannot be asked is said without keeping the rest from being answered, live targets go on
 * answering for as long as somebody looks.
 */
export function runQueries(request: Request, ask: Ask, surroundings: Surroundings): Observable<DataQueryResponse> {
  const { source, templates, signals } = surroundings;
  const wanted = request.targets.filter((target) => !target.hide && (isComplete(target) || target.queryType));
  const checked = wanted
    .filter((target) => target.queryType !== 'metric' || isComplete(target))
    .map((target) => check(target, request, templates));
  const problems = checked.flatMap((one) => ('problem' in one ? [one.problem] : []));
  const good = checked.flatMap((one) => ('filled' in one ? [one] : []));

  const run = (some: typeof good): Ask => {
    const filled = some.map((one) => one.filled);
    return (asked) =>
      ask({ ...asked, targets: some.map(({ target }) => target) }).pipe(
        map((response) => sayOffline(finishFrames(response, filled, source)))
      );
  };
  // Explore's Live button follows everything; what no channel tells of is asked every other second.
  const isFollowed = (target: TaskmasterQuery) =>
    request.liveStreaming || (target.live === true && isFollowing(target));
  const [followed, others] = [
    good.filter(({ target }) => isFollowed(target)),
    good.filter(({ target }) => !isFollowed(target)),
  ];
  const parts: Array<Observable<DataQueryResponse>> = [];
  if (others.length > 0 || problems.length > 0 || followed.length === 0) {
    const once = others.length > 0 ? run(others)(request) : of<DataQueryResponse>({ data: [] });
    parts.push(
      once.pipe(map((response) => ({ ...withProblems(response, problems), key: `${request.requestId}-once` })))
    );
  }
  if (followed.length > 0) {
    const channels = followed.filter(({ target }) => isFollowing(target)).map(({ filled }) => filled.query ?? {});
    const polls = followed.some(({ target }) => !isFollowing(target));
    parts.push(runLive(request, channels, polls, run(followed), { uid: source.uid, signals }));
  }
  return parts.length === 1 ? parts[0]! : merge(...parts);
}
