import { type JournalEvent } from '#contract/events.ts';
import { type Store } from '../store/types.ts';
import { FrameFeed } from './frame-feed.ts';
import { LiveClient, type ClientOptions, type LiveSource } from './client.ts';
import { LogTails } from './log-tails.ts';
import { RecentEvents } from './recent.ts';
import { type LiveSink } from './sink.ts';

export const HEARTBEAT_MS = 15_000;

/** Hands committed events to everybody who listens. One per service. */
export class LiveHub implements LiveSource {
  readonly #store: Store;
  readonly #recent = new RecentEvents();
  readonly #clients = new Set<LiveClient>();
  readonly #stopListening: () => void;
  readonly #heart: NodeJS.Timeout;
  /** Changed rows, for clients that want frames. */
  readonly frames: FrameFeed;
  /** Log lines as they come. */
  readonly logs: LogTails;
  #last = 0;

  private constructor(store: Store, onError: (error: unknown) => void) {
    this.#store = store;
    this.frames = new FrameFeed(store, onError);
    this.logs = new LogTails(store);
    this.#stopListening = store.onEvents((events) => this.#committed(events));
    this.#heart = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  }

  /** Resolves when the newest sequence number is known. */
  static async open(store: Store, onError: (error: unknown) => void): Promise<LiveHub> {
    const hub = new LiveHub(store, onError); // listens before it asks, so that nothing falls in between
    const { seq } = await store.append([]);
    hub.#last = Math.max(hub.#last, seq);
    hub.#recent.begin(seq);
    return hub;
  }

  get last(): number {
    return this.#last;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** How many clients there are, by transport and format. */
  *counts(): Generator<{ transport: string; format: string }> {
    for (const client of this.#clients) {
      yield { transport: client.transport, format: client.format };
    }
  }

  recent(seq: number): JournalEvent[] | undefined {
    return this.#recent.after(seq);
  }

  /** After a purge: reconnecting clients are served from the journal, where it is gone. */
  forgetRecent(): void {
    this.#recent.clear(this.#last);
  }

  journal(seq: number, limit: number): Promise<JournalEvent[]> {
    return this.#store.eventsSince(seq, limit);
  }

  connect(sink: LiveSink, options: ClientOptions): LiveClient {
    const client = new LiveClient(sink, this, options);
    this.#clients.add(client);
    sink.onClose(() => this.#clients.delete(client));
    client.start();
    return client;
  }

  close(): void {
    clearInterval(this.#heart);
    this.#stopListening();
    for (const client of this.#clients) {
      client.close();
    }
    this.#clients.clear();
    this.logs.close();
  }

  #committed(events: JournalEvent[]): void {
    this.#last = Math.max(this.#last, events.at(-1)?.seq ?? 0);
    this.#recent.add(events);
    for (const client of this.#clients) {
      client.committed(events);
    }
  }

  #beat(): void {
    const now = Date.now();
    for (const client of this.#clients) {
      client.beat(now);
    }
    this.logs.beat();
  }
}
