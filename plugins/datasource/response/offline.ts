import { type DataQueryResponse, LoadingState } from '@grafana/data';

const SENTENCE = 'This browser is offline. It is asked again at the next refresh, once the connection is back.';

/**
 * Grafana makes an empty answer, without an error, of a request that never left the browser; panels would then say that their source has
 * told nothing.
 */
export function sayOffline(response: DataQueryResponse, isOnline = globalThis.navigator?.onLine): DataQueryResponse {
  const isSilent = response.data.length === 0 && !response.error && !response.errors?.length;
  if (isOnline !== false || !isSilent) {
    return response;
  }
  const error = { message: SENTENCE };
  return { ...response, error, errors: [error], state: LoadingState.Error };
}
