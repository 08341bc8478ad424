import {
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  type LiveChannelAddress,
  LiveChannelConnectionState,
  LiveChannelScope,
} from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { filter, type Observable } from 'rxjs';

/** Tells each time something on a channel changed: a message, or a connection that came back and may have missed some. */
export function signalsOf(uid: string, path: string): Observable<unknown> {
  // Grafana 11 calls the second part of an address `namespace`, later ones `stream`.
  const address = { scope: LiveChannelScope.DataSource, namespace: uid, stream: uid, path } as LiveChannelAddress;
  let lost = false;
  return getGrafanaLiveSrv()
    .getStream(address)
    .pipe(
      filter((event) => {
        if (isLiveChannelStatusEvent(event)) {
          const connected = event.state === LiveChannelConnectionState.Connected;
          const back = connected && lost;
          lost = !connected && (lost || event.state === LiveChannelConnectionState.Disconnected);
          return back;
        }
        return isLiveChannelMessageEvent(event);
      })
    );
}
