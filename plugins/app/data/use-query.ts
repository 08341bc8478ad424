import { type DataFrame } from '@grafana/data';
import { useMemo } from 'react';
import { throwError } from 'rxjs';
import { type AskState } from './asking.ts';
import { type QuerySpec } from './batch.ts';
import { useDatasource } from './datasource.ts';
import { rowsOf } from './rows.ts';
import { batcherOf } from './send-query.ts';
import { useAsker } from './use-asker.ts';
import { useLive } from './use-live.ts';

export interface UseQueryOptions extends QuerySpec {
  /** Channel of the service whose messages mean that the answer may have changed. */
  live?: string;
  /** Asks nothing yet, because something it needs is not known. */
  skip?: boolean;
}

export interface QueryAnswer {
  /** See `AskState`; `error` is the sentence in `stale` and `error`. */
  state: AskState;
  error?: string;
  status?: number;
  frames: DataFrame[];
  /** Rows of the first frame (or the given one) as objects by column name. */
  rows: <T extends object>(frame?: number) => T[];
  /** When this was answered, epoch ms. */
  at?: number;
  busy: boolean;
  refetch: () => void;
}

const NONE: DataFrame[] = [];

/** Answers of one thing belong together: while another range or limit is on its way, the previous answer may stay. */
function familyOf(uid: string, { queryType, query = {} }: QuerySpec): string {
  const { project, tag, run, taskId, session, metric } = query as Record<string, unknown>;
  return JSON.stringify([uid, queryType, project, tag, run, taskId, session, metric]);
}

/** Asks the service one query and keeps the answer true while the component is shown. */
export function useQuery({ live, skip, ...spec }: UseQueryOptions): QueryAnswer {
  const { datasource, state, error, settings } = useDatasource();
  const uid = settings?.uid ?? '';
  const asked = useAsker({
    key: skip || !datasource ? undefined : JSON.stringify([uid, spec]),
    family: familyOf(uid, spec),
    ask: () => (datasource ? batcherOf(datasource).ask(spec) : throwError(() => new Error('No datasource is chosen.'))),
  });
  useLive(skip ? undefined : live, asked.revalidate);
  return useMemo(() => {
    const frames = asked.data ?? NONE;
    const known = new Map<number, object[]>();
    const rows = <T extends object>(index = 0) => {
      if (!known.has(index)) {
        known.set(index, rowsOf(frames[index]));
      }
      return known.get(index) as T[];
    };
    const failed = state === 'error' ? ({ state: 'error', error } as const) : undefined;
    const { at, busy, status, refetch } = asked;
    return { state: asked.state, error: asked.error, frames, rows, at, busy, status, refetch, ...failed };
  }, [asked, state, error]);
}
