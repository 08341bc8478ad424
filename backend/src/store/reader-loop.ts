import { type DatabaseSync } from 'node:sqlite';
import { type MessagePort } from 'node:worker_threads';
import { type EventRow, eventOfRow } from '../journal/event-row.ts';
import { shapeOf, type ReaderRequest } from './protocol.ts';

export interface ReaderParts {
  /** The journal, read-only. */
  db: DatabaseSync;
  query(request: unknown, signal: AbortSignal): Promise<unknown>;
  /** Undefined or null where there is nothing. */
  read(name: string, args: Record<string, unknown>, signal: AbortSignal): unknown;
  /** How the servers are that this reader asks. */
  engines?(): unknown;
  /** Waits for others over the network: a question need not wait for the one before. */
  concurrent?: boolean;
  close(): void | Promise<void>;
}

/** Answers one question after the other (or, where it waits for others, all at once), until `close`; calls `end` then. */
export function serveReader(port: MessagePort, parts: ReaderParts, end: () => void): void {
  const since = parts.db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
  const encoder = new TextEncoder();
  let last: Promise<void> = Promise.resolve();
  const running = new Map<number, AbortController>();

  const answer = async (request: ReaderRequest): Promise<void> => {
    const { id } = request;
    try {
      switch (request.kind) {
        case 'since': {
          const rows = since.all(request.seq, request.limit) as unknown as EventRow[];
          port.postMessage({ id, value: rows.map(eventOfRow) });
          return;
        }
        case 'engines':
          port.postMessage({ id, value: parts.engines?.() ?? [] });
          return;
        case 'cancel':
          running.get(request.of)?.abort();
          return;
        case 'close':
          await parts.close();
          port.postMessage({ id, value: null });
          end();
          return;
        default: {
          const controller = new AbortController();
          running.set(id, controller);
          const { signal } = controller;
          const value: unknown =
            request.kind === 'query'
              ? await parts.query(request.request, signal)
              : await parts.read(request.name, request.args, signal);
          if (value === undefined || value === null) {
            port.postMessage({ id, value: null });
            return;
          }
          const bytes = value instanceof Uint8Array ? value : encoder.encode(JSON.stringify(value));
          port.postMessage({ id, value: bytes }, [bytes.buffer as ArrayBuffer]);
        }
      }
    } catch (error) {
      port.postMessage({ id, error: shapeOf(error) });
    } finally {
      running.delete(id);
    }
  };
  port.on('message', (request: ReaderRequest) => {
    if (parts.concurrent || request.kind === 'cancel') {
      void answer(request);
    } else {
      last = last.then(() => answer(request));
    }
  });
}
