import { getBackendSrv } from '@grafana/runtime';
import { useEffect, useMemo } from 'react';
import { catchError, map, of, throwError } from 'rxjs';
import { useDatasource } from './datasource.ts';
import { type Health, readHealth, type ToldHealth } from './read-health.ts';
import { sentenceOf, statusOf } from './sentence.ts';
import { useAsker } from './use-asker.ts';

/** Grafana remembers a datasource's settings for some seconds: a test right after saving must not use the old ones. */
const NO_CACHE = { 'X-Grafana-NoCache': 'true' };

/** Asks a datasource how its service is; "not well" is an answer, only no answer at all is an error. */
export function askHealth(uid: string) {
  const url = `/api/datasources/uid/${encodeURIComponent(uid)}/health`;
  return getBackendSrv()
    .fetch<ToldHealth>({ url, method: 'GET', headers: NO_CACHE, showErrorAlert: false })
    .pipe(
      map(({ data }) => readHealth(data)),
      catchError((error: unknown) => {
        const told = (error as { data?: ToldHealth } | null)?.data;
        const said = told?.status !== undefined ? readHealth(told) : undefined;
        const refused = (statusOf(error) ?? 0) >= 400;
        return said
          ? of(said)
          : refused
            ? of(readHealth({ status: 'ERROR', message: sentenceOf(error) }))
            : throwError(() => error);
      })
    );
}

const RECHECK_MS = 10_000;

/** How the service is, asked again every ten seconds while it is not well. */
export function useHealth() {
  const uid = useDatasource().settings?.uid;
  const asked = useAsker<Health>({
    key: uid === undefined ? undefined : JSON.stringify([uid, 'health']),
    family: `${uid ?? ''} health`,
    ask: () => askHealth(uid ?? ''),
  });
  const unwell = asked.data?.good === false;
  const { refetch } = asked;
  useEffect(() => {
    const timer = unwell ? setInterval(refetch, RECHECK_MS) : undefined;
    return () => clearInterval(timer);
  }, [unwell, refetch]);
  return useMemo(
    () => ({ health: asked.data, state: asked.state, error: asked.error, refetch }),
    [asked.data, asked.state, asked.error, refetch]
  );
}
