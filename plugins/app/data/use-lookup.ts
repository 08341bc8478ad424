import { useMemo } from 'react';
import { from, throwError } from 'rxjs';
import { type AskState } from './asking.ts';
import { useDatasource } from './datasource.ts';
import { useAsker } from './use-asker.ts';

export interface LookupAnswer<T> {
  state: AskState;
  data?: T;
  error?: string;
  status?: number;
  refetch: () => void;
  /** Something changed: asks anew soon, once for many calls. */
  revalidate: () => void;
}

/** GET of the service's `/api/v1/<path>` through the datasource's resources; undefined asks nothing yet. */
export function useLookup<T>(path: string | undefined): LookupAnswer<T> {
  const { datasource, settings } = useDatasource();
  const asked = useAsker<T>({
    key: path === undefined || !datasource ? undefined : JSON.stringify([settings?.uid, 'lookup', path]),
    family: JSON.stringify([settings?.uid, 'lookup', path]),
    ask: () =>
      datasource && path !== undefined
        ? from(datasource.getResource(path, undefined, { showErrorAlert: false }) as Promise<T>)
        : throwError(() => new Error('No datasource is chosen.')),
  });
  return useMemo(() => {
    const { state, data, error, status, refetch, revalidate } = asked;
    return { state, data, error, status, refetch, revalidate };
  }, [asked]);
}
