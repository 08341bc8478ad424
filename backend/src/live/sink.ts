/** One connection of a live client, WebSocket or SSE. */
export interface LiveSink {
  readonly transport: 'websocket' | 'sse';
  /** Hands a message over. False: more is buffered than should be; wait for `onDrain`. */
  send(id: number, type: string, json: string): boolean;
  /** Called each time the buffer has emptied after `send` said false. */
  onDrain(listener: () => void): void;
  onClose(listener: () => void): void;
  /** Ends the connection after what is buffered, at once where the client does not take it. */
  close(): void;
}

/** Bytes buffered for one client before nothing more is handed over. */
export const SINK_LIMIT = 1024 * 1024;

/** A client that does not take the end of its connection in this time is cut off. */
export const CLOSE_MS = 1000;
