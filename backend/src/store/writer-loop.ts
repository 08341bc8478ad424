import { type MessagePort } from 'node:worker_threads';
import { type JournalEvent } from '#contract/events.ts';
import { commitGroup, type Numbered, type WriterParts } from './group-commit.ts';
import { bytesOf, drain } from './drain.ts';
import { type Answer, type ControlRequest, shapeOf, type WriterMessage, type WriterRequest } from './protocol.ts';
import { type PurgeResult, type StoreHealth } from './types.ts';
import { giveBackMemory } from '../util/give-back.ts';

/** How long one slice of maintenance may keep acknowledgements waiting, ms. */
const SLICE_MS = 4;
const TICK_MS = 1000;
/** Runs end hours after their last event: looking twice a minute is enough. */
const IDLE_CHECK_EVERY = 30;
/** Ticks with next to nothing to write after which memory is given back. */
const QUIET_TICKS = 30;
/** A tick that wrote more than this, bytes, was not a quiet one: the service's own metrics and the host's are less. */
const QUIET_BYTES = 256 * 1024;

/** Serves the port until `close` is asked for; calls `end` then. Nothing it does is left unanswered. */
export function serveWriter(port: MessagePort, parts: WriterParts, end: () => void): void {
  let ticks = 0;
  let quietTicks = 0;
  let bytes = 0;
  const waiting: number[] = [];
  let sliceDue = false;
  let closed = false;
  const post = (answers: Answer[], events: JournalEvent[]): void => {
    const message: WriterMessage = { kind: 'answers', answers, events };
    port.postMessage(message);
  };

  /** One slice of maintenance, and the next one after whatever has come in meanwhile, until there is nothing left to do. */
  const slice = (): void => {
    sliceDue = false;
    if (closed) {
      return;
    }
    try {
      if (parts.telemetry.maintain(SLICE_MS)) {
        soon();
        return;
      }
      if (waiting.length > 0) {
        const events = parts.journal.closeIdleRuns(parts.now());
        parts.journal.checkpoint(true);
        post(
          waiting.splice(0).map((id) => ({ id, value: null })),
          events
        );
      }
    } catch (error) {
      // Without anyone waiting `health` says what is wrong, and the next tick tries again.
      post(
        waiting.splice(0).map((id) => ({ id, error: shapeOf(error) })),
        []
      );
    }
  };
  const soon = (): void => {
    if (!sliceDue) {
      sliceDue = true;
      setImmediate(slice);
    }
  };
  const timer = setInterval(() => {
    quietTicks = bytes > QUIET_BYTES ? 0 : quietTicks + 1;
    bytes = 0;
    if (quietTicks === QUIET_TICKS) {
      giveBackMemory();
    }
    try {
      if (ticks++ % IDLE_CHECK_EVERY === 0) {
        const events = parts.journal.closeIdleRuns(parts.now());
        if (events.length > 0) {
          post([], events);
        }
      }
      parts.journal.checkpoint();
    } catch {
      // As above.
    }
    soon();
  }, TICK_MS);

  port.on('message', (first: WriterRequest) => {
    let group: Numbered[] = [];
    const flush = (): void => {
      if (group.length > 0) {
        const { answers, events } = commitGroup(parts, group);
        group = [];
        post(answers, events);
      }
    };
    for (const request of drain(first, port)) {
      if (request.kind === 'append' || request.kind === 'ingest' || request.kind === 'record') {
        group.push(request);
        bytes += bytesOf(request);
      } else {
        flush(); // in its turn: what was sent before it is done before it
        control(request);
      }
    }
    flush();
    try {
      parts.journal.checkpoint();
    } catch {
      // Told by the next write or by `health`; the log stays and is folded later.
    }
  });

  const control = (request: { id: number } & ControlRequest): void => {
    const { id } = request;
    try {
      switch (request.kind) {
        case 'purge': {
          const value: PurgeResult = {
            ...parts.journal.purge(request.request),
            ...parts.telemetry.purge(request.request),
          };
          post([{ id, value }], []);
          return;
        }
        case 'health': {
          const value: StoreHealth = { journal: parts.journal.health(parts.now()), ...parts.telemetry.health() };
          post([{ id, value }], []);
          return;
        }
        case 'maintain':
          waiting.push(id);
          soon();
          return;
        case 'close':
          close(id);
          return;
      }
    } catch (error) {
      post([{ id, error: shapeOf(error) }], []);
    }
  };

  const close = (id: number): void => {
    closed = true;
    clearInterval(timer);
    try {
      parts.telemetry.close();
    } finally {
      parts.journal.close();
      post([{ id, value: null }], []);
      end();
    }
  };
}
