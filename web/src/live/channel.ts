import { Observable } from 'rxjs';

/** One message of `/api/v1/live`; `data` is the journal event, or the frame of the rows that changed. */
export interface LiveMessage {
  id: number;
  channel: string;
  type: string;
  at: number;
  data: unknown;
}

/** Browsers give up on an event source that was refused; this waits before opening a new one. */
const REOPEN_MS = 3000;

/**
 * Messages of the given channels for as long as somebody listens. The browser resends the last id it saw, so a short
 * interruption loses nothing; a longer one brings a `reset` message.
 */
export function liveMessages(channels: string[], format: 'events' | 'frames' = 'events'): Observable<LiveMessage> {
  return new Observable((subscriber) => {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let last: number | undefined;

    const receive = ({ data }: MessageEvent<string>) => {
      let message: LiveMessage;
      try {
        message = JSON.parse(data) as LiveMessage;
      } catch {
        return; // a comment or something newer than this page: the next query tells the state anyway
      }
      last = message.id;
      subscriber.next(message);
    };
    const open = () => {
      const since = last === undefined ? '' : `&since=${last}`;
      const query = `channels=${encodeURIComponent(channels.join(','))}${since}`;
      source = new EventSource(`/api/v1/live?${query}${format === 'frames' ? '&format=frames' : ''}`);
      source.onmessage = receive;
      source.addEventListener('reset', receive as (event: Event) => void);
      source.onerror = () => {
        if (source?.readyState === EventSource.CLOSED) {
          again = setTimeout(open, REOPEN_MS);
        }
      };
    };
    open();
    return () => {
      source?.close();
      clearTimeout(again);
    };
  });
}
