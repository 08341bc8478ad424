import { type LiveChannelEvent, LiveChannelScope } from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { finalize, Observable, share, timer } from 'rxjs';
import { encodeChannel, fitsChannel } from '../../../contract/channel-path.ts';

const LINGER_MS = 1000;
const open = new Map<string, Observable<LiveChannelEvent<unknown>>>();

/**
 * A channel of the service through Grafana Live, one subscription for all who look at it. Undefined where Grafana
 * cannot address it: then what is shown is as fresh as the last request.
 */
export function liveEvents(uid: string, channel: string): Observable<LiveChannelEvent<unknown>> | undefined {
  const path = encodeChannel(channel);
  if (path === undefined || !fitsChannel(uid, path)) {
    return undefined;
  }
  const key = `${uid}/${path}`;
  let events = open.get(key);
  if (!events) {
    const stream = uid; // Grafana 11 calls it `namespace`
    const address = { scope: LiveChannelScope.DataSource, namespace: uid, stream, path };
    events = new Observable<LiveChannelEvent<unknown>>((subscriber) =>
      getGrafanaLiveSrv().getStream<unknown>(address).subscribe(subscriber)
    ).pipe(
      finalize(() => open.delete(key)),
      // A page that gives way to the next one of the same project keeps the channel open.
      share({ resetOnRefCountZero: () => timer(LINGER_MS) })
    );
    open.set(key, events);
  }
  return events;
}
