import { type JournalEvent } from '#contract/events.ts';
import { type ChannelSet, channelOf } from './channels.ts';
import { type FrameFeed, type FrameSubscriber } from './frame-feed.ts';
import { type LiveSink } from './sink.ts';

/** What a client needs of the hub. */
export interface LiveSource {
  /** Sequence number of the newest event. */
  readonly last: number;
  /** Newest events after `seq`; undefined where the journal has to be read. */
  recent(seq: number): JournalEvent[] | undefined;
  journal(seq: number, limit: number): Promise<JournalEvent[]>;
}

export interface ClientOptions {
  channels: ChannelSet;
  /** Last message the client has seen; undefined: from now on. */
  since?: number;
  /** Given where the client wants changed rows instead of events. */
  frames?: FrameFeed;
  /** Most events replayed; beyond it the client is told to read the state anew. */
  maxReplay?: number;
  /** A client that takes nothing for this long is cut off, ms. */
  stallMs?: number;
  onError: (error: unknown) => void;
}

const PAGE = 500;

/**
 * Brings one client what happened, in order, once each, losing nothing: it holds a cursor into the journal. While the
 * client is up to date, events are handed over as they are committed. When it is behind, whether it has just connected
 * or took too little, what it misses is read from the journal and not kept in memory.
 */
export class LiveClient {
  readonly #sink: LiveSink;
  readonly #source: LiveSource;
  readonly #options: ClientOptions;
  #cursor: number;
  #state: 'behind' | 'current' | 'closed' = 'behind';
  #replayed = 0;
  #wake: (() => void) | undefined;
  #stall: NodeJS.Timeout | undefined;
  #congested = false;
  readonly #subscriber: FrameSubscriber = {
    send: (id, json) => this.#hand(id, 'frame', json),
  };

  constructor(sink: LiveSink, source: LiveSource, options: ClientOptions) {
    this.#sink = sink;
    this.#source = source;
    this.#options = options;
    this.#cursor = options.since ?? source.last;
    sink.onDrain(() => this.#drained());
    sink.onClose(() => this.#stop());
  }

  get transport(): LiveSink['transport'] {
    return this.#sink.transport;
  }

  get format(): 'events' | 'frames' {
    return this.#options.frames ? 'frames' : 'events';
  }

  /** Begins: replays what is missing, then follows. */
  start(): void {
    if (this.#cursor > this.#source.last) {
      this.#reset('The journal is shorter than that: it was replaced or begun anew.');
    }
    void this.#catchUp();
  }

  /** Newly committed events, in order. */
  committed(events: readonly JournalEvent[]): void {
    if (this.#state === 'current') {
      this.#deliver(events);
    }
  }

  /** Says that the connection is alive and where the client is; nothing while it is behind. */
  beat(now: number): void {
    if (this.#state === 'current') {
      this.#hand(this.#cursor, 'heartbeat', JSON.stringify({ id: this.#cursor, type: 'heartbeat', at: now }));
    }
  }

  close(): void {
    this.#stop();
    this.#sink.close();
  }

  async #catchUp(): Promise<void> {
    this.#state = 'behind';
    this.#replayed = 0;
    try {
      while (this.#isBehind()) {
        if (this.#congested) {
          await new Promise<void>((resolve) => (this.#wake = resolve));
          continue;
        }
        const lastBefore = this.#source.last;
        const recent = this.#source.recent(this.#cursor);
        const page = recent ?? (await this.#source.journal(this.#cursor, PAGE));
        if (!this.#isBehind()) {
          return;
        }
        if (page.length === 0 && this.#source.last === lastBefore) {
          // Nothing is missing: from here on events come as they are committed. No await between this look and that,
          // and nothing was committed while the journal was read.
          this.#state = 'current';
          this.beat(Date.now());
          return;
        }
        this.#replayed += page.length;
        if (this.#replayed > (this.#options.maxReplay ?? 50_000)) {
          this.#cursor = this.#source.last;
          this.#replayed = 0;
          this.#reset('More happened since than is replayed.');
          continue;
        }
        this.#deliver(page.slice(0, PAGE));
      }
    } catch (error) {
      this.#options.onError(error);
      this.close(); // the client comes back with its last id and loses nothing
    }
  }

  /** A method, so that the type checker knows the state can change while awaiting. */
  #isBehind(): boolean {
    return this.#state === 'behind';
  }

  #deliver(events: readonly JournalEvent[]): void {
    const { frames, channels } = this.#options;
    for (const event of events) {
      if (event.seq <= this.#cursor || this.#state === 'closed') {
        continue;
      }
      const channel = channelOf(event, channels);
      if (channel && frames) {
        frames.changed(event, channel, this.#subscriber, this.#state === 'behind');
      } else if (channel) {
        const message = { id: event.seq, channel, type: event.type, at: event.at, data: event };
        this.#hand(event.seq, event.type, JSON.stringify(message));
      }
      this.#cursor = event.seq;
      if (this.#congested) {
        if (this.#state === 'current') {
          void this.#catchUp(); // the rest is read from the journal when the client has taken this
        }
        return;
      }
    }
  }

  #hand(id: number, type: string, json: string): void {
    if (this.#state === 'closed' || this.#sink.send(id, type, json)) {
      return;
    }
    if (!this.#congested) {
      this.#congested = true;
      this.#stall = setTimeout(() => this.#cutOff(), this.#options.stallMs ?? 30_000).unref();
    }
  }

  #drained(): void {
    this.#congested = false;
    clearTimeout(this.#stall);
    this.#wake?.();
    this.#wake = undefined;
  }

  #cutOff(): void {
    this.#reset('The client took too long to read.');
    this.close();
  }

  #reset(reason: string): void {
    const id = Math.min(this.#cursor, this.#source.last);
    this.#cursor = id;
    this.#sink.send(id, 'reset', JSON.stringify({ id, type: 'reset', at: Date.now(), data: { reason } }));
  }

  #stop(): void {
    this.#state = 'closed';
    clearTimeout(this.#stall);
    this.#options.frames?.forget(this.#subscriber);
    this.#wake?.();
    this.#wake = undefined;
  }
}
