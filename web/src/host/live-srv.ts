import {
  type DataFrameJSON,
  type DataQueryResponse,
  type LiveChannelAddress,
  LiveChannelConnectionState,
  type LiveChannelEvent,
  LiveChannelEventType,
  LoadingState,
  StreamingDataFrame,
} from '@grafana/data';
import { type GrafanaLiveSrv, type LiveDataStreamOptions } from '@grafana/runtime';
import { finalize, map, type Observable, of, share, startWith } from 'rxjs';
import { decodeChannel } from '../../../contract/channel-path.ts';
import { type LiveMessage, liveMessages } from '../live/channel.ts';

const isFrame = (data: unknown): data is DataFrameJSON => typeof data === 'object' && data !== null && 'schema' in data;

/** The service's channel a plugin's address means; the address itself where it is none of ours, which answers nothing. */
const channelOf = ({ path }: LiveChannelAddress): string => decodeChannel(path) ?? path;

/** Grafana Live for plugins, on the service's own stream of changed rows. */
export class HostLiveSrv implements GrafanaLiveSrv {
  private readonly open = new Map<string, Observable<LiveMessage>>();

  /** One connection a channel, however many listen: a browser opens at most six to one address. */
  private messages(channel: string): Observable<LiveMessage> {
    let messages = this.open.get(channel);
    if (!messages) {
      messages = liveMessages([channel], 'frames').pipe(
        finalize(() => this.open.delete(channel)),
        share()
      );
      this.open.set(channel, messages);
    }
    return messages;
  }

  getConnectionState(): Observable<boolean> {
    return of(true);
  }

  getStream<T>(addr: LiveChannelAddress): Observable<LiveChannelEvent<T>> {
    const connected: LiveChannelEvent<T> = {
      type: LiveChannelEventType.Status,
      id: addr.path,
      timestamp: Date.now(),
      state: LiveChannelConnectionState.Connected,
    };
    return this.messages(channelOf(addr)).pipe(
      map((message): LiveChannelEvent<T> => ({ type: LiveChannelEventType.Message, message: message.data as T })),
      startWith(connected)
    );
  }

  getDataStream({ addr, key, buffer }: LiveDataStreamOptions): Observable<DataQueryResponse> {
    let frame: StreamingDataFrame | undefined;
    return liveMessages([channelOf(addr)], 'frames').pipe(
      map(({ data }) => {
        if (isFrame(data)) {
          if (frame) {
            frame.push(data);
          } else {
            frame = StreamingDataFrame.fromDataFrameJSON(data, buffer);
          }
        }
        return { key: key ?? addr.path, state: LoadingState.Streaming, data: frame ? [frame] : [] };
      })
    );
  }

  async getPresence() {
    return Promise.resolve({ users: [] });
  }

  async publish(): Promise<unknown> {
    return Promise.reject(new Error('Nothing can be published from this page: its live channels are read-only.'));
  }
}
