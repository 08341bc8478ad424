import { LiveChannelConnectionState } from '@grafana/data';
import { useEffect } from 'react';
import { useDatasource } from './datasource.ts';
import { liveEvents } from './shared-live.ts';
import { useNewest } from './use-asker.ts';

/**
 * Calls `onChange` whenever the service says on this channel (`projects`, `project/<id>`, `run/<id>`) that something
 * changed, with what Grafana Live brought (a frame of the changed rows), and after an interruption with nothing.
 */
export function useLive(channel: string | undefined, onChange: (message?: unknown) => void): void {
  const uid = useDatasource().settings?.uid;
  const changed = useNewest(onChange);
  useEffect(() => {
    const events = uid === undefined || channel === undefined ? undefined : liveEvents(uid, channel);
    let interrupted = false;
    const subscription = events?.subscribe({
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
    return () => subscription?.unsubscribe();
  }, [uid, channel, changed]);
}
