import { type ServerResponse } from 'node:http';
import { CLOSE_MS, type LiveSink, SINK_LIMIT } from './sink.ts';

/** A live client over server-sent events. The response's head is written by the caller. */
export function sseSink(response: ServerResponse): LiveSink {
  const drained: Array<() => void> = [];
  let full = false;
  response.on('drain', () => {
    if (full) {
      full = false;
      drained.forEach((listener) => listener());
    }
  });
  return {
    transport: 'sse',
    send(id, _type, json) {
      if (response.writableEnded || response.destroyed) {
        return true;
      }
      // No event name: the type is in the message, and an EventSource gets everything in `onmessage`.
      response.write(`id: ${id}\ndata: ${json}\n\n`);
      full ||= response.writableLength > SINK_LIMIT;
      return !full;
    },
    onDrain: (listener) => drained.push(listener),
    onClose: (listener) => response.on('close', listener),
    close() {
      response.end();
      setTimeout(() => response.destroy(), CLOSE_MS).unref();
    },
  };
}
