import { type Frame, type QueryAnswer } from '#contract/frames.ts';
import { type QueryOf } from '#contract/queries.ts';
import { type Store } from '../store/types.ts';
import { type LiveSink } from './sink.ts';

/** Which lines: as in the query type `logs`. */
export type TailQuery = Omit<QueryOf<'logs'>, 'format' | 'order' | 'limit'>;

export interface TailOptions {
  store: Store;
  query: TailQuery;
  /** Distance of looks, ms. */
  pollMs: number;
  /** Called when nobody listens any more. */
  onEmpty(): void;
}

/** Lines become visible to searches late, and their clocks differ: each look goes this far back behind the one before. */
const LATE_MS = 30_000;
/** Lines of one look; of more the newest, with a notice. */
const MOST_LINES = 500;
/** A server that fails is asked less often, up to this distance, ms. */
const MOST_REST_MS = 30_000;

interface Listener {
  full: boolean;
  /** Something was left out while it was full. */
  missed: boolean;
}

/**
 * Follows the lines that one search finds, for all who want the same: looks again and again, wherever the lines are kept,
 * and hands on what was not there before. Holds the lines of the last half minute, asks nothing while nobody listens.
 */
export class LogTail {
  readonly #options: TailOptions;
  readonly #listeners = new Map<LiveSink, Listener>();
  /** Keys of lines that were handed on, with their times: those a look may find again. */
  readonly #seen = new Map<string, number>();
  readonly #controller = new AbortController();
  #last: number;
  #recent: Frame | undefined;
  #timer: NodeJS.Timeout | undefined;
  #trouble: string | undefined;
  #restMs: number;

  constructor(options: TailOptions, now = Date.now()) {
    this.#options = options;
    this.#restMs = options.pollMs;
    this.#last = now;
    this.#timer = setTimeout(() => void this.#look(), 0);
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** Hands on what is new from now on, and first what came within the last half minute. */
  add(sink: LiveSink): void {
    const listener: Listener = { full: false, missed: false };
    this.#listeners.set(sink, listener);
    sink.onDrain(() => {
      listener.full = false;
      if (listener.missed) {
        listener.missed = false;
        this.#send(sink, 'reset', { reason: 'The client took too long to read: some lines were left out.' });
      }
    });
    sink.onClose(() => this.#leave(sink));
    if (this.#recent) {
      this.#send(sink, 'lines', this.#recent);
    }
    if (this.#trouble !== undefined) {
      this.#send(sink, 'problem', { reason: this.#trouble });
    }
    this.beat(sink);
  }

  /** Says that the connection is alive. */
  beat(to?: LiveSink): void {
    for (const sink of to ? [to] : this.#listeners.keys()) {
      this.#send(sink, 'heartbeat', undefined);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
    for (const sink of this.#listeners.keys()) {
      sink.close();
    }
    this.#listeners.clear();
  }

  #leave(sink: LiveSink): void {
    if (this.#listeners.delete(sink) && this.#listeners.size === 0) {
      this.close();
      this.#options.onEmpty();
    }
  }

  async #look(): Promise<void> {
    const now = Math.max(Date.now(), this.#last + 1);
    const { pollMs } = this.#options;
    try {
      const frame = await this.#ask(now);
      this.#last = now;
      this.#trouble = undefined;
      this.#restMs = pollMs;
      this.#handOn(frame, now);
    } catch (error) {
      if (this.#controller.signal.aborted) {
        return;
      }
      this.#restMs = Math.min(this.#restMs * 2, MOST_REST_MS);
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== this.#trouble) {
        this.#trouble = reason;
        this.#tell('problem', { reason });
      }
    }
    if (!this.#controller.signal.aborted) {
      this.#timer = setTimeout(() => void this.#look(), this.#restMs);
    }
  }

  /** Lines up to `now`, the oldest first; rejects with the sentence of who failed. */
  async #ask(now: number): Promise<Frame> {
    const timeRange = { from: this.#last - LATE_MS, to: now };
    const query = { ...this.#options.query, order: 'desc', limit: MOST_LINES };
    const request = { queries: [{ refId: 'tail', queryType: 'logs', timeRange, query }] };
    const bytes = await this.#options.store.query(request, this.#controller.signal);
    const { tail } = (JSON.parse(Buffer.from(bytes).toString('utf8')) as QueryAnswer).results;
    const frame = tail?.frames?.[0];
    if (!frame) {
      throw new Error(tail?.error ?? 'The lines could not be read.');
    }
    return { ...frame, data: { values: frame.data.values.map((column) => column.toReversed()) } };
  }

  #handOn(frame: Frame, now: number): void {
    const column = (name: string) => frame.data.values[frame.schema.fields.findIndex((field) => field.name === name)];
    const [ids = [], times = []] = [column('id') as string[] | undefined, column('timestamp') as number[] | undefined];
    const fresh = ids.flatMap((id, row) => (this.#seen.has(id) ? [] : [row]));
    for (const [id, at] of this.#seen) {
      if (at < now - 2 * LATE_MS) {
        this.#seen.delete(id); // no look goes back that far
      }
    }
    ids.forEach((id, row) => this.#seen.set(id, times[row] ?? now));
    this.#recent = frame;
    if (fresh.length > 0) {
      const values = frame.data.values.map((one) => fresh.map((row) => one[row]));
      this.#tell('lines', { ...frame, data: { values } });
    }
  }

  #tell(type: string, data: unknown): void {
    for (const sink of this.#listeners.keys()) {
      this.#send(sink, type, data);
    }
  }

  #send(sink: LiveSink, type: string, data: unknown): void {
    const listener = this.#listeners.get(sink);
    if (!listener || listener.full) {
      if (listener && type === 'lines') {
        listener.missed = true;
      }
      return;
    }
    const id = this.#last;
    const message = { id, channel: 'logs', type, at: Date.now(), ...(data === undefined ? {} : { data }) };
    listener.full = !sink.send(id, type, JSON.stringify(message));
  }
}
