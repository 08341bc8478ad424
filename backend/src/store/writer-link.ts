import { Worker } from 'node:worker_threads';
import { type JournalEvent } from '#contract/events.ts';
import { bytesOf } from './drain.ts';
import { Pending } from './pending.ts';
import { type ControlRequest, errorOf, type ThreadData, type WriterMessage, type WriteRequest } from './protocol.ts';
import { StoreError } from './types.ts';

/** Shortest and longest pause we ask a client for, ms. */
const LEAST_PAUSE_MS = 200;
const MOST_PAUSE_MS = 30_000;

/** Young objects of the writer, MB: batches of thousands of records live as long as their transaction. */
const YOUNG_MB = 48;

/** The main thread's end of the writer: numbers requests, bounds what waits, and says so when the thread is gone. */
export class WriterLink {
  readonly #worker: Worker;
  readonly #pending = new Pending();
  readonly #maxQueuedBytes: number;
  readonly #onEvents: (events: JournalEvent[]) => void;
  readonly #opened: Promise<void>;
  readonly #exited: Promise<void>;
  #queuedBytes = 0;
  #rate = new Rate();
  #closing = false;
  /** Why nothing can be written any more. */
  #gone: StoreError | undefined;

  constructor(url: URL, data: ThreadData, onEvents: (events: JournalEvent[]) => void) {
    this.#onEvents = onEvents;
    this.#maxQueuedBytes = data.options.maxQueuedBytes;
    this.#worker = new Worker(url, {
      workerData: data,
      name: 'writer',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#opened = promise;
    this.#worker.on('message', (message: WriterMessage) => {
      if (message.kind === 'ready') {
        resolve();
      } else if (message.kind === 'failed') {
        this.#gone = errorOf(message.error);
        reject(this.#gone);
      } else {
        message.answers.forEach((answer) => this.#pending.settle(answer));
        if (message.events.length > 0) {
          this.#onEvents(message.events);
        }
      }
    });
    let failure: unknown;
    this.#worker.on('error', (error) => {
      failure = error;
    });
    this.#exited = new Promise((exited) => {
      this.#worker.on('exit', () => {
        const reason = failure instanceof Error ? ` (${failure.message})` : '';
        this.#gone ??= this.#closing
          ? new StoreError('closed', 'The store is closed')
          : new StoreError(
              'internal',
              `The thread that writes has stopped${reason}: nothing can be stored until the service is started again. What was acknowledged is on disk`
            );
        this.#pending.failAll(this.#gone);
        reject(this.#gone);
        exited();
      });
    });
  }

  opened(): Promise<void> {
    return this.#opened;
  }

  /** Undefined while it works. */
  get gone(): StoreError | undefined {
    return this.#gone;
  }

  /** Rejects with `overloaded` where too much is waiting already; a single large request is always let in. */
  async write<T>(request: WriteRequest): Promise<T> {
    this.#check();
    const bytes = bytesOf(request);
    if (this.#queuedBytes > 0 && this.#queuedBytes + bytes > this.#maxQueuedBytes) {
      const pause = this.#rate.timeFor(this.#queuedBytes + bytes - this.#maxQueuedBytes / 2);
      throw new StoreError(
        'overloaded',
        `More is coming in than can be written: ${Math.round(this.#queuedBytes / 1024)} KB are waiting. Send again after ${pause} ms`,
        pause
      );
    }
    this.#queuedBytes += bytes;
    const transfer = request.kind === 'ingest' ? transferable(request) : undefined;
    try {
      return await this.#pending.ask<T>((id) =>
        transfer
          ? this.#worker.postMessage({ ...request, body: transfer, id }, [transfer.buffer])
          : this.#worker.postMessage({ ...request, id })
      );
    } finally {
      this.#queuedBytes -= bytes;
      this.#rate.done(bytes);
    }
  }

  async control<T>(request: ControlRequest): Promise<T> {
    this.#check();
    return this.#pending.ask<T>((id) => this.#worker.postMessage({ ...request, id }));
  }

  /** Everything sent before is written; the files are closed when it resolves. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      if (!this.#gone) {
        await this.#pending.ask((id) => this.#worker.postMessage({ kind: 'close', id })).catch(() => undefined);
        this.#gone = new StoreError('closed', 'The store is closed');
      }
    }
    await this.#exited;
  }

  #check(): void {
    if (this.#closing) {
      throw new StoreError('closed', 'The store is closed');
    }
    if (this.#gone) {
      throw this.#gone;
    }
  }
}

/** The body in a buffer of its own, which can be handed over; small ones share theirs with others. */
function transferable({ body }: { body: Uint8Array }): Uint8Array<ArrayBuffer> {
  const { buffer } = body;
  const own = buffer instanceof ArrayBuffer && body.byteOffset === 0 && body.byteLength === buffer.byteLength;
  return own ? new Uint8Array(buffer) : new Uint8Array(body);
}

/** Bytes written lately, to say how long a queue takes. */
class Rate {
  #bytes = 0;
  #since = performance.now();

  done(bytes: number): void {
    this.#bytes += bytes;
    const elapsed = performance.now() - this.#since;
    if (elapsed > 2000) {
      this.#bytes /= 2; // older work counts half
      this.#since += elapsed / 2;
    }
  }

  /** Whole ms until so many bytes are written, as things went lately. */
  timeFor(bytes: number): number {
    const perMs = this.#bytes / Math.max(1, performance.now() - this.#since);
    const ms = perMs > 0 ? bytes / perMs : 1000;
    return Math.round(Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, ms)));
  }
}
