import { LiveChannelConnectionState, LiveChannelScope } from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { useEffect } from 'react';
import { encodeChannel, fitsChannel } from '../../../contract/channel-path.ts';
import { useDatasource } from './datasource.ts';
import { useNewest } from './use-asker.ts';

/**
 * Calls `onChange` whenever the service says on this channel (`projects`, `project/<id>`, `run/<id>`) that something
 * changed, with what Grafana Live brought (a frame of the changed rows), and after an interruption with nothing.
 */
export function useLive(channel: string | undefined, onChange: (message?: unknown) => void): void {
  const { settings } = useDatasource();
  const uid = settings?.uid;
  const changed = useNewest(onChange);
  useEffect(() => {
    const path = channel === undefined ? undefined : encodeChannel(channel);
    if (uid === undefined || path === undefined || !fitsChannel(uid, path)) {
      return undefined;
    }
    let interrupted = false;
    const subscription = getGrafanaLiveSrv()
      .getStream<unknown>({
        scope: LiveChannelScope.DataSource,
        namespace: uid,
        stream: uid, // Grafana 11 calls it `namespace`

        path,
      })
      .subscribe({
        next: (event) => {
          if ('message' in event) {
            changed(event.message);
          } else if ('state' in event) {
            const connected = event.state === LiveChannelConnectionState.Connected;
            if (connected && interrupted) {
              changed();
            }
            interrupted = !connected && event.state !== LiveChannelConnectionState.Pending;
          }
        },
        error: () => {}, // refused: what is shown is as fresh as the last request, and asking goes on
      });
    return () => subscription.unsubscribe();
  }, [uid, channel, changed]);
}
