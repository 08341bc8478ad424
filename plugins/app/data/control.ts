import { getBackendSrv } from '@grafana/runtime';
import { useCallback } from 'react';
import { lastValueFrom } from 'rxjs';
import { useDatasource } from './datasource.ts';
import { sentenceOf } from './sentence.ts';

export type ControlMethod = 'POST' | 'PUT' | 'DELETE';

/**
 * Something that changes the service's state: `/api/v1/<path>` by way of the datasource, which adds the control token.
 * Editors and Admins only. Rejects with an Error whose message is a sentence; on the stand-alone page a 401 brings the
 * log-in form by itself.
 */
export async function control<T = unknown>(
  uid: string,
  path: string,
  body?: object,
  method: ControlMethod = 'POST'
): Promise<T> {
  try {
    const answer = await lastValueFrom(
      getBackendSrv().fetch<T>({
        url: `/api/datasources/uid/${encodeURIComponent(uid)}/resources/control/${path}`,
        method,
        data: body ?? {},
        showErrorAlert: false,
        showSuccessAlert: false,
      })
    );
    return answer.data;
  } catch (error) {
    throw new Error(sentenceOf(error), { cause: error });
  }
}

/** `control` for the chosen datasource. */
export function useControl(): <T = unknown>(path: string, body?: object, method?: ControlMethod) => Promise<T> {
  const uid = useDatasource().settings?.uid;
  return useCallback(
    async (path, body, method) => {
      if (uid === undefined) {
        throw new Error('No datasource is chosen, so nothing can be controlled. Set one up under Configuration.');
      }
      return control(uid, path, body, method);
    },
    [uid]
  );
}
