import { type WebSocket } from 'ws';
import { CLOSE_MS, type LiveSink, SINK_LIMIT } from './sink.ts';

const PING_MS = 15_000;

/** A live client over WebSocket. Dead peers are found by pings, full buffers by `bufferedAmount`. */
export function websocketSink(socket: WebSocket): LiveSink {
  const drained: Array<() => void> = [];
  const closed: Array<() => void> = [];
  let full = false;
  let alive = true;
  const ping = setInterval(() => {
    if (!alive) {
      socket.terminate();
      return;
    }
    alive = false;
    socket.ping();
  }, PING_MS).unref();
  socket.on('pong', () => (alive = true));
  socket.on('message', () => (alive = true)); // nothing is expected from the client
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(ping);
    closed.forEach((listener) => listener());
  });
  const written = (): void => {
    alive = true; // it takes data
    if (full && socket.bufferedAmount < SINK_LIMIT / 4) {
      full = false;
      drained.forEach((listener) => listener());
    }
  };
  return {
    transport: 'websocket',
    send(_id, _type, json) {
      if (socket.readyState !== socket.OPEN) {
        return true;
      }
      socket.send(json, written);
      full ||= socket.bufferedAmount > SINK_LIMIT;
      return !full;
    },
    onDrain: (listener) => drained.push(listener),
    onClose: (listener) => closed.push(listener),
    close() {
      socket.close(1001);
      setTimeout(() => socket.terminate(), CLOSE_MS).unref();
    },
  };
}
