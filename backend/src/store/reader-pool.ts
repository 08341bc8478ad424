import { Worker } from 'node:worker_threads';
import { Pending } from './pending.ts';
import { type Answer, type ErrorShape, errorOf, type ReaderRequest, type ThreadData } from './protocol.ts';
import { StoreError } from './types.ts';

/** A thread without work for this long is ended: each holds memory of its own, and another one starts in a tenth of a second. */
const IDLE_MS = 20_000;
/** Young objects of one thread, MB: answers are built and gone at once; more makes the thread larger, not faster. */
const YOUNG_MB = 4;
/**
 * All other objects of one thread, MB: several times what its questions take, so that one that takes more ends its thread only.
 * It holds for what grows little by little. What is made in one go (a huge JSON.parse) ends the process whatever is said here, so
 * that answers of servers have a bound of their own (telemetry/answers/parts.ts; 64 MB of the worst take half a gigabyte).
 */
const OLD_MB = 2048;
/** Memory for each MB that a server may answer with: what is read of the densest answers, and as much again. */
const OLD_MB_EACH = 16;

/** How often a lasting thread with work is asked for a sign of life, ms, and how many times in a row it may owe one. */
const LOOK_MS = 10_000;
const MOST_SILENT = 3;

type Question = ReaderRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

interface Reader {
  worker: Worker;
  pending: Pending;
  idleSince: number;
  /** Looks in a row in which it owed a sign of life. */
  silent: number;
  /** Why it was ended, where it was. */
  failure?: StoreError;
}

/** Threads that answer queries: started when needed, at most `limit`; a question goes to the one with the least to do. */
export class ReaderPool {
  readonly #url: URL;
  readonly #data: ThreadData;
  readonly #limit: number;
  readonly #oldMb: number;
  readonly #readers = new Set<Reader>();
  readonly #sweep: NodeJS.Timeout;
  #closed = false;

  /**
   * `lasting`: threads that remember something and wait for others; they are not ended when they are idle, but replaced where
   * they give no sign of life. `oldMb`: memory of each.
   */
  constructor(
    url: URL,
    data: ThreadData,
    { lasting = false, oldMb = memoryFor(data), lookMs }: { lasting?: boolean; oldMb?: number; lookMs?: number } = {}
  ) {
    this.#url = url;
    this.#data = data;
    this.#limit = Math.max(1, data.options.readers);
    this.#oldMb = oldMb;
    this.#sweep = setInterval(
      () => (lasting ? this.#endSilent() : this.#endIdle()),
      lookMs ?? (lasting ? LOOK_MS : IDLE_MS / 2)
    ).unref();
  }

  get size(): number {
    return this.#readers.size;
  }

  /** The signal says that nobody waits for the answer any more. */
  async ask<T>(question: Question, signal?: AbortSignal): Promise<T> {
    if (this.#closed) {
      throw new StoreError('closed', 'The store is closed');
    }
    const reader = this.#choose();
    let cancel = (): void => undefined;
    try {
      return await reader.pending.ask<T>((id) => {
        reader.worker.postMessage({ ...question, id });
        cancel = () => reader.worker.postMessage({ kind: 'cancel', id: 0, of: id });
        signal?.addEventListener('abort', cancel, { once: true });
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
      reader.idleSince = Date.now();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    await Promise.all([...this.#readers].map((reader) => this.#end(reader)));
  }

  #choose(): Reader {
    let best: Reader | undefined;
    for (const reader of this.#readers) {
      if (!best || reader.pending.size < best.pending.size) {
        best = reader;
      }
    }
    return best && (best.pending.size === 0 || this.#readers.size >= this.#limit) ? best : this.#start();
  }

  #start(): Reader {
    const worker = new Worker(this.#url, {
      workerData: this.#data,
      name: 'reader',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: this.#oldMb },
    });
    const reader: Reader = { worker, pending: new Pending(), idleSince: Date.now(), silent: 0 };
    this.#readers.add(reader);
    worker.on('message', (message: Answer | { kind: 'ready' } | { kind: 'failed'; error: ErrorShape }) => {
      if (!('kind' in message)) {
        reader.pending.settle(message);
      } else if (message.kind === 'failed') {
        reader.failure = errorOf(message.error);
      }
    });
    worker.on('error', (error) => {
      const { code, message: reason = String(error) } = error as NodeJS.ErrnoException;
      reader.failure =
        code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new StoreError(
              'internal',
              `This question, or one beside it, took more memory than there is for it (${this.#oldMb} MB): its thread was replaced. Ask for less`
            )
          : new StoreError('internal', `The thread that answered this stopped: ${reason}. Ask again`);
    });
    // Whatever ended it, the next question starts another one.
    worker.on('exit', () => {
      this.#readers.delete(reader);
      reader.pending.failAll(
        reader.failure ??
          (this.#closed
            ? new StoreError('closed', 'The store is closed')
            : new StoreError('internal', 'The thread that answered this stopped. Ask again'))
      );
    });
    return reader;
  }

  #endIdle(): void {
    for (const reader of this.#readers) {
      if (reader.pending.size === 0 && Date.now() - reader.idleSince > IDLE_MS) {
        this.#readers.delete(reader);
        void this.#end(reader);
      }
    }
  }

  /** One question that never ends would keep all others waiting for ever. */
  #endSilent(): void {
    for (const reader of this.#readers) {
      if (reader.pending.size === 0) {
        continue;
      }
      if (reader.silent >= MOST_SILENT) {
        this.#readers.delete(reader);
        const text =
          'The thread that asks servers did nothing else for half a minute and was replaced. Ask again, for less';
        reader.failure = new StoreError('internal', text);
        void reader.worker.terminate();
        continue;
      }
      reader.silent++;
      const sign = reader.pending.ask((id) => reader.worker.postMessage({ kind: 'engines', id }));
      sign.then(
        () => (reader.silent = 0),
        () => undefined // it has ended
      );
    }
  }

  async #end(reader: Reader): Promise<void> {
    const exited = new Promise((resolve) => reader.worker.once('exit', resolve));
    await reader.pending.ask((id) => reader.worker.postMessage({ kind: 'close', id })).catch(() => undefined);
    await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    await reader.worker.terminate();
  }
}

/** What a thread needs that reads other servers' answers follows from how large these may be. */
function memoryFor({ options: { engines }, remote }: ThreadData): number {
  if (!remote || !engines) {
    return OLD_MB;
  }
  const { metrics, traces, logs } = engines;
  const bounds = [
    ...(metrics === 'embedded' ? [] : metrics.map(({ upstream }) => upstream.maxBytes)),
    ...(traces === 'embedded' ? [] : [traces.maxBytes]),
    ...(logs === 'embedded' ? [] : [logs.upstream.maxBytes]),
  ];
  return Math.max(OLD_MB, Math.ceil(Math.max(0, ...bounds) / 1024 / 1024) * OLD_MB_EACH);
}
